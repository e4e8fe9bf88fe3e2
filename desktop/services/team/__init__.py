"""The team: joint visits, skills, trainings, second persons, and what leaves with a rep."""

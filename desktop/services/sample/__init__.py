"""The sample branch: three years of a fictional appliance maker's East China branch."""

"""Item models: Qt's view of frozen rows."""

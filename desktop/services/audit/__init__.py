"""The audit log's seal: a hash chain that shows what was changed behind the program's back."""

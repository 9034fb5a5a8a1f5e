"""The verbs of evaluation; one subject per file."""

"""The pages of evaluation: parse, call, render; one subject per file."""

"""What people type into the pages of evaluation; one subject per file."""

"""What pages, API, reports and jobs read of evaluation; one subject per file."""

"""Pages of one's account and of the door: parse, call, render; one subject per file."""

"""Pure rules of evaluation: instruments, values, index, path, workflow. No database, no clock."""

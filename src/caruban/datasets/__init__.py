"""Data of real institutions, as plain files, and their loaders."""

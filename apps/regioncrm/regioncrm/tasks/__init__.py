"""Tasks: what has to be done, by whom, by when."""

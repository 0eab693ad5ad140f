"""Documents, naming and mapping as application code imports them."""

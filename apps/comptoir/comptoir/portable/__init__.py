"""Apps on the move: an app of this installation as a standard Frappe app, and a Frappe app as one of this installation."""

"""What is claimed about speed, measured: ``./bench benchmark`` (see README.md in this folder)."""

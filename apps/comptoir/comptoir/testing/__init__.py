"""What an app tests itself with."""

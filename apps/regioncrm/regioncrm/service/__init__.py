"""Equipment handed over to clients and what is done to it afterwards."""

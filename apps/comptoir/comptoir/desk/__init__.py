"""View models of the Desk: what its screens need, from metadata, actor and language."""

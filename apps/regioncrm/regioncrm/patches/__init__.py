"""Changes of data that run once per site, in the order of `patches.txt`."""

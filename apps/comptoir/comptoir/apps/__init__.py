"""Apps on sites: finding what they declare, installing them, migrating a site to what they declare now.

The files are the intention; what ``migrate`` applied, recorded in a site's ``__doctype`` table, is what runs.
"""

"""Tenancy: a ``Bench`` holds ``Site``s; a host name leads to exactly one of them or to 404.

A ``Site`` owns its configuration, database engine, cache namespace, files and metadata registry.
"""

from comptoir.sites.bench import Bench
from comptoir.sites.site import Site

__all__ = ["Bench", "Site"]

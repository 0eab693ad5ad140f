"""RegionCRM: the business objects of a company with branches, written against the public `frappe` API only."""

__version__ = "0.1.0"

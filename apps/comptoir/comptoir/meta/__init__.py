"""Metadata: what a doctype is, independent of any database, user or HTTP.

- ``model``: the frozen values ``DocType``, ``Field``, ``Permission``;
- ``fieldtypes``: the registry of field types, one class per type;
- ``load``: Frappe's DocType JSON to and from these values;
- ``checks``: every problem of a set of declarations at once, each with an id and a hint;
- ``overlay``: customisations as a pure function ``base + overlays -> DocType``;
- ``rules``: mask, pattern, normalise, minimum and maximum.
"""

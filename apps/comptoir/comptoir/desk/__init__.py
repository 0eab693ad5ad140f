"""View models: from a doctype, an actor and a language to what the screens need. No SQL, no HTTP.

- ``boot``: what the Desk knows before its first screen;
- ``meta``: a doctype as the form and the list see it;
- ``api``: the functions the Desk calls.
"""

"""Comptoir: the engine that turns declared doctypes into tables, documents, rights, REST and screens.

It knows doctypes, sites and users, and nothing of clients or deals. Layers import only downwards in the
order written in ``pyproject.toml``; import-linter holds it.
"""

__version__ = "0.1.0"

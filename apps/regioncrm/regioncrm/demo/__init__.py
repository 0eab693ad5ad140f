"""The demo company: what a new site can be filled with, so that every screen has something to show.

The modules ``company``, ``catalogue``, ``clients``, ``movements``, ``deals``, ``proposals``, ``documents`` and ``tasks`` plan
records as plain values and touch no database; ``filling`` inserts them.
"""

from __future__ import annotations

from regioncrm.demo.filling import install

__all__ = ["install"]

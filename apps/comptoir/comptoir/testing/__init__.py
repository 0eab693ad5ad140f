"""What an app tests itself with.

``AppConformance`` checks every doctype of an app in one line; ``Filler`` makes values that a field accepts; ``live`` takes a document
of any doctype through its life. It needs pytest and httpx, which the engine itself does not.
"""

from comptoir.testing.conformance import AppConformance
from comptoir.testing.life import live
from comptoir.testing.values import Filler

__all__ = ["AppConformance", "Filler", "live"]

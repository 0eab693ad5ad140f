"""How a sheet lies on paper: its size, margins and page numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.errors import DataError
from comptoir.sentences import _

SIZES: Mapping[str, tuple[float, float]] = {
    "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "Letter": (215.9, 279.4), "Legal": (215.9, 355.6),
}  # fmt: skip
"""Width and height in millimetres, upright."""
PLACES = ("", "bottom-left", "bottom-center", "bottom-right")
"""Where the number of the page stands; nowhere for the empty one."""


MARGINS = (15.0, 15.0, 18.0, 15.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Millimetres throughout. ``margins`` are top, right, bottom, left."""

    size: str = "A4"
    landscape: bool = False
    margins: tuple[float, float, float, float] = MARGINS
    numbers: str = "bottom-right"

    @classmethod
    def of(cls, size: str, *, landscape: bool = False, margins: Sequence[float] = ()) -> Layout:
        """The layout with these wishes. Raises ``DataError`` for a size or margins that no page has."""
        if size not in SIZES:
            raise DataError(
                _("There is no page size {size}; there are {known}.", size=size[:60], known=", ".join(SIZES))
            )
        made = cls(size, landscape, (margins[0], margins[1], margins[2], margins[3]) if margins else MARGINS)
        width, height = made.millimetres
        top, right, bottom, left = made.margins
        if min(made.margins) < 0 or top + bottom > height - 10 or left + right > width - 10:
            raise DataError(_("These margins leave no room on a page of {size}.", size=size))
        return made

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height of the page as it lies."""
        width, height = SIZES[self.size]
        return (height, width) if self.landscape else (width, height)


STANDARD_LAYOUT = Layout()

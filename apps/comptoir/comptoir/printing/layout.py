"""How a sheet lies on paper: its size, margins and page numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comptoir.errors import DataError
from comptoir.sentences import _

SIZES: Mapping[str, tuple[float, float]] = {
    "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "Letter": (215.9, 279.4), "Legal": (215.9, 355.6),
}  # fmt: skip
"""Width and height in millimetres, upright."""
PLACES = ("", *(f"{edge}-{side}" for edge in ("top", "bottom") for side in ("left", "center", "right")))
"""Where the number of the page stands; nowhere for the empty one."""


MARGINS = (15.0, 15.0, 18.0, 15.0)
GAP = 8.0
"""Millimetres between the edge of the paper and a header or footer, and from there to the text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Millimetres throughout. ``margins`` are top, right, bottom, left."""

    size: str = "A4"
    landscape: bool = False
    margins: tuple[float, float, float, float] = MARGINS
    numbers: str = "bottom-right"
    header: float = 0
    footer: float = 0
    """Room on each page for what stands above and below; without it both stand once."""

    @classmethod
    def of(
        cls,
        size: str,
        *,
        landscape: bool = False,
        margins: Sequence[float] = (),
        numbers: str = "bottom-right",
    ) -> Layout:
        """The layout with these wishes. Raises ``DataError`` for a size or margins that no page has."""
        if size not in SIZES:
            raise DataError(
                _("There is no page size {size}; there are {known}.", size=size[:60], known=", ".join(SIZES))
            )
        sides = (margins[0], margins[1], margins[2], margins[3]) if margins else MARGINS
        made = cls(size, landscape, sides, numbers if numbers in PLACES else "")
        made._check()
        return made

    def with_room(self, header: float, footer: float) -> Layout:
        """The layout with room for a header and a footer on each page. Raises ``DataError`` where none is left."""
        made = replace(self, header=header, footer=footer)
        made._check()
        return made

    def _check(self) -> None:
        width, height = self.millimetres
        top, right, bottom, left = self.roomy_margins
        if min(self.margins) < 0 or top + bottom > height - 10 or left + right > width - 10:
            raise DataError(_("These margins leave no room on a page of {size}.", size=self.size))

    @property
    def roomy_margins(self) -> tuple[float, float, float, float]:
        """The margins with header and footer in them."""
        top, right, bottom, left = self.margins
        return (
            max(top, self.header + GAP) if self.header else top,
            right,
            max(bottom, self.footer + GAP) if self.footer else bottom,
            left,
        )

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height of the page as it lies."""
        width, height = SIZES[self.size]
        return (height, width) if self.landscape else (width, height)


STANDARD_LAYOUT = Layout()

"""Check digits of printed barcodes."""

from __future__ import annotations

import pytest
from regioncrm.stock.barcodes import problem


class TestBarcode:
    @pytest.mark.parametrize(
        ("barcode", "kind"),
        [("4006381333931", "EAN-13"), ("73513537", "EAN-8"), ("036000291452", "UPC-A"), ("LOT-7/3", "Other")],
    )
    def test_right_one_has_no_problem(self, barcode, kind) -> None:
        assert problem(barcode, kind) is None

    @pytest.mark.parametrize(
        ("barcode", "kind", "expected"),
        [
            ("4006381333932", "EAN-13", "check digit"),
            ("036000291453", "UPC-A", "check digit"),
            ("400638133393", "EAN-13", "length"),
            ("40063813339AB", "EAN-13", "digits"),
            ("٤٠٠٦٣٨١٣٣٣٩٣١", "EAN-13", "digits"),
            ("", "EAN-8", "digits"),
        ],
    )
    def test_wrong_one_is_named(self, barcode, kind, expected) -> None:
        assert expected == problem(barcode, kind)

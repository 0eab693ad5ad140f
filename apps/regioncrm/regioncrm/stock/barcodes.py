"""Barcodes: what the printed number must look like, and whose it is."""

from __future__ import annotations

from stdnum import ean

LENGTHS = {"EAN-13": 13, "EAN-8": 8, "UPC-A": 12}


def problem(barcode: str, barcode_type: str) -> str | None:
    """Why ``barcode`` is not a ``barcode_type``: ``"digits"``, ``"length"`` or ``"check digit"``; nothing if it is one."""
    length = LENGTHS.get(barcode_type)
    if length is None:
        return None
    if not (barcode.isascii() and barcode.isdigit()):
        return "digits"
    if len(barcode) != length:
        return "length"
    return None if ean.calc_check_digit(barcode[:-1]) == barcode[-1] else "check digit"

"""Numbers that identify people and companies of the demo: well-formed, with right check digits, and invented."""

from __future__ import annotations

import re
import unicodedata

from stdnum import ean, luhn
from stdnum.ru import inn

from regioncrm.demo.chance import Chance

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".split(),
        strict=True,
    )
)
_VAT_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)


def french_tax_id(chance: Chance) -> str:
    """A French VAT number: FR, key, SIREN."""
    stem = f"{chance.randint(30, 95)}{chance.randint(0, 999_999):06d}"
    siren = stem + str(luhn.calc_check_digit(stem))
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def russian_tax_id(chance: Chance) -> str:
    """The INN of a company of the Nizhny Novgorod region."""
    stem = f"52{chance.randint(10, 63)}{chance.randint(0, 99_999):05d}"
    return stem + str(inn.calc_company_check_digit(stem))


def british_tax_id(chance: Chance) -> str:
    """A British VAT number; its two check digits bring the weighted sum to a multiple of 97."""
    stem = f"{chance.randint(1_000_000, 9_899_999)}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, _VAT_WEIGHTS, strict=True))
    return f"GB{stem}{(-total) % 97:02d}"


TAX_IDS = {"fr": french_tax_id, "ru": russian_tax_id, "en": british_tax_id}


def phone(chance: Chance, prefix: str) -> str:
    """A number in a range: ``prefix`` with its ``#`` replaced by digits."""
    return re.sub("#", lambda _match: str(chance.randint(0, 9)), prefix)


def latin(text: str) -> str:
    """A name as it is written in an address: plain lower-case letters, digits and dashes."""
    letters = "".join(_CYRILLIC.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", letters.replace("_", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def barcode(number: int) -> str:
    """An EAN-13 of the range that shops number themselves."""
    stem = f"29{number:010d}"
    return stem + str(ean.calc_check_digit(stem))

"""What templates may call: writing values as people read them, codes for scanners, rows the reader may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision

from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.errors import DoesNotExistError, PermissionError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.numbers import decimals_of
from comptoir.meta.locale import number_shape
from comptoir.meta.masking import looks_masked
from comptoir.meta.model import Field
from comptoir.meta.number_words import amount_in_words
from comptoir.printing.codes import barcode, qr
from comptoir.printing.settings import paper_locale
from comptoir.templates import as_data

MOST_ROWS = 2000
RATE_DIGITS = 4
"""Decimals of a price, which is not rounded to the smallest coin."""
_Day = date
_DEFAULT_CURRENCY = "EUR"


def helpers(ctx: Context) -> Mapping[str, Callable[..., Any]]:
    """The functions by name, in the language of ``ctx`` and with the rights of its user."""
    words = Words(ctx)
    return {
        "money": words.money, "price": words.price, "number": words.number, "date": words.day, "datetime": words.moment, "today": words.today,
        "in_words": words.in_words, "records": words.records, "qr": qr, "barcode": barcode,
    }  # fmt: skip


class Words:
    """Writes in one language."""

    def __init__(self, ctx: Context):
        self._ctx = ctx
        self._locale = paper_locale(ctx)

    def money(self, amount: Any, currency: str | None = None) -> str:
        """An amount with its currency."""
        return self._written("Currency", amount, currency)

    def price(self, rate: Any, currency: str | None = None) -> str:
        """What one unit costs, with the decimals it has: at least those of its currency, at most ``RATE_DIGITS``."""
        plain = _plain(rate)
        if plain is None:
            return self.money(rate, currency)
        least = max(
            number_shape(self._locale.number_format).digits, get_currency_precision(self._named(currency))
        )
        digits = decimals_of(plain, RATE_DIGITS)
        return self._written("Currency", rate, currency, precision=max(least, digits))

    def number(self, value: Any, digits: int | None = None) -> str:
        """A number with ``digits`` decimals, without trailing zeros where nothing is said."""
        if digits is None and not looks_masked(value):
            value = _plain(value)
            digits = _digits(value) if value is not None else 0
        return self._written("Float", value, precision=digits)

    def day(self, value: Any) -> str:
        """A day."""
        return self._written("Date", value)

    def moment(self, value: Any) -> str:
        """A moment."""
        return self._written("Datetime", value)

    def today(self) -> _Day:
        """The day on the site's clock."""
        return self._ctx.clock.now().date()

    def in_words(self, amount: Any, currency: str | None = None) -> str:
        """An amount as contracts and invoices write it."""
        plain = _plain(amount)
        return "" if plain is None else amount_in_words(plain, self._named(currency), self._ctx.lang)

    def records(
        self,
        doctype: str,
        filters: Any = None,
        fields: Any = None,
        order_by: str | None = None,
        limit: int = 100,
    ) -> list[AttrDict]:
        """Rows of ``doctype`` that the reader of the paper may read; none where they may not read any."""
        try:
            rows = get_list(
                self._ctx, doctype, fields=list(fields or ["name"]), filters=filters, order_by=order_by,
                limit=min(int(limit) or MOST_ROWS, MOST_ROWS), right="read",
            )  # fmt: skip
        except (PermissionError, DoesNotExistError):
            return []
        return [as_data(row) for row in rows]

    def _named(self, currency: str | None) -> str:
        return currency or self._locale.currency or _DEFAULT_CURRENCY

    def _written(
        self, fieldtype: str, value: Any, currency: str | None = None, precision: int | None = None
    ) -> str:
        if value in (None, ""):
            return ""
        if looks_masked(value):
            return str(value)
        locale = replace(self._locale, currency=self._named(currency))
        field = Field("value", fieldtype, precision=precision)
        kind = fieldtypes.get(fieldtype)
        return kind.format(field, kind.parse(field, value), locale)


def _digits(value: Decimal) -> int:
    """How many decimals a number without trailing zeros has."""
    return max(0, -int(value.as_tuple().exponent))


def _plain(value: Any) -> Decimal | None:
    """``value`` as a number without trailing zeros; None for what is none."""
    try:
        number = Decimal(str(value)).normalize()
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

"""The stock ledger: the only code that writes Stock Ledger Entry and Stock Balance.

The promise: for every item and warehouse, the rows of the ledger add up to the balance, quantity and
value, and the balance does not go below zero unless the warehouse allows it, however many documents are
submitted at once. It is kept by locking. A posting first makes sure that every balance row it will touch
exists, then locks them all in one order (item, warehouse), and only then reads them. Rows that do not
exist yet cannot be locked, so whoever creates one holds its warehouse's row meanwhile; as nobody asks for
a warehouse while holding a balance, no two postings can wait for each other.

Rows follow each other in the order of posting (``sequence``), whatever their date: an entry dated in the
past is allowed, changes the balance as of its date and later, and re-prices nothing that has been posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.decimals import exact
from regioncrm.stock import valuation
from regioncrm.stock.errors import InsufficientStockError
from regioncrm.stock.valuation import Balance, Movement

MOST_NAMED = 10
Place = tuple[str, str]
"""An item and a warehouse."""


@dataclass(slots=True)
class _Account:
    balance: Balance
    entries: int
    unit: str
    allow_negative: bool
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """The document, and the row of it, that a ledger row comes from."""

    row: str | None
    purpose: str
    number: int
    reversal_of: str | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """What a row of a document takes from a place, and where it puts it, if anywhere."""

    number: int
    qty: Decimal
    place: Place
    to: Place | None = None


@dataclass(frozen=True, slots=True)
class _Shortage:
    number: int
    place: Place
    wanted: Decimal
    available: Decimal


class Posting:
    """The ledger rows of one document at one moment. Made, used and closed inside one transaction."""

    def __init__(self, voucher: Document, places: Iterable[Place], posting_date: Any, posting_time: Any):
        self._voucher = voucher
        self._moment = {"posting_date": posting_date, "posting_time": posting_time}
        self._accounts = lock(places)

    def balance(self, place: Place) -> Balance:
        """The locked balance of ``place``."""
        return self._accounts[place].balance

    def require(self, takings: Iterable[Taking]) -> None:
        """Refuse the document with every row that there is not enough for, before anything is written."""
        left = {place: account.balance.qty for place, account in self._accounts.items()}
        short = []
        for taking in takings:
            available = left[taking.place]
            if taking.qty > available and not self._accounts[taking.place].allow_negative:
                short.append(_Shortage(taking.number, taking.place, taking.qty, available))
            else:
                left[taking.place] -= taking.qty
            if taking.to:
                left[taking.to] += taking.qty
        if short:
            self._refuse(short)

    def receive(self, place: Place, qty: Any, value: Any, origin: Origin) -> Movement:
        """Goods come in."""
        return self._write(place, valuation.receive(self.balance(place), exact(qty), exact(value)), origin)

    def issue(self, place: Place, qty: Any, origin: Origin) -> Movement:
        """Goods go out, or the document is refused."""
        account = self._accounts[place]
        try:
            posted = valuation.issue(account.balance, exact(qty), allow_negative=account.allow_negative)
        except valuation.NotEnoughStock as shortage:
            self._refuse([_Shortage(origin.number, place, shortage.wanted, shortage.available)])
        return self._write(place, posted, origin)

    def count(self, place: Place, counted: Any, rate: Any, origin: Origin) -> Movement:
        """The balance becomes what was counted; no row is written where nothing differs."""
        before = self.balance(place)
        posted = valuation.count(before, exact(counted), exact(rate))
        return self._write(place, posted, origin) if posted[0] != before else posted[1]

    def reverse(self, row: dict[str, Any], origin: Origin) -> Movement:
        """The opposite of a ledger row written before, or the cancellation is refused."""
        place = (row["item"], row["warehouse"])
        account = self._accounts[place]
        movement = Movement(exact(row["qty"]), exact(row["value"]))
        try:
            posted = valuation.reverse(account.balance, movement, allow_negative=account.allow_negative)
        except valuation.NotEnoughStock as shortage:
            self._refuse_reversal(place, shortage)
        return self._write(place, posted, origin)

    def close(self) -> None:
        """Write the balances that changed."""
        for place, account in self._accounts.items():
            if account.moved:
                frappe.db.set_value(
                    "Stock Balance",
                    balance_name(*place),
                    {
                        "qty": float(account.balance.qty),
                        "value": float(account.balance.value),
                        "rate": float(account.balance.rate),
                        "entries": account.entries,
                    },
                )

    def _write(self, place: Place, posted: valuation.Posted, origin: Origin) -> Movement:
        account = self._accounts[place]
        account.balance, movement = posted
        account.entries += 1
        account.moved = True
        row = frappe.get_doc(
            {
                "doctype": "Stock Ledger Entry",
                "item": place[0],
                "warehouse": place[1],
                **self._moment,
                "sequence": account.entries,
                "voucher_type": self._voucher.doctype,
                "voucher_no": self._voucher.name,
                "voucher_row": origin.row,
                "purpose": origin.purpose,
                "is_reversal": int(origin.reversal_of is not None),
                "reversal_of": origin.reversal_of,
                "qty": float(movement.qty),
                "qty_after": float(account.balance.qty),
                "stock_unit": account.unit,
                "rate": float(movement.rate),
                "value": float(movement.value),
                "value_after": float(account.balance.value),
            }
        )
        row.flags.posting = True
        row.insert(ignore_permissions=True)
        return movement

    def _refuse(self, short: Sequence[_Shortage]) -> NoReturn:
        """Name what is missing, by name and code."""
        rows = [
            _("Row {row}: {wanted} {unit} of {item} are asked for, {available} are in {warehouse}.").format(
                row=each.number,
                wanted=_written(each.wanted),
                unit=self._accounts[each.place].unit,
                item=_called(each.place[0]),
                available=_written(each.available),
                warehouse=each.place[1],
            )
            for each in short[:MOST_NAMED]
        ]
        if len(short) > MOST_NAMED:
            rows.append(_("More rows of which there is too little: {0}.").format(len(short) - MOST_NAMED))
        rows.append(_("Reduce what is asked for or enter the receipt first."))
        frappe.throw(" ".join(rows), InsufficientStockError)

    def _refuse_reversal(self, place: Place, shortage: valuation.NotEnoughStock) -> NoReturn:
        message = _(
            "{item} has left {warehouse} since: {wanted} {unit} came in, {available} are there. "
            "Cancel what took it out first."
        ).format(
            item=_called(place[0]),
            warehouse=place[1],
            unit=self._accounts[place].unit,
            wanted=_written(shortage.wanted),
            available=_written(shortage.available),
        )
        frappe.throw(message, InsufficientStockError)


def lock(places: Iterable[Place]) -> dict[Place, _Account]:
    """The accounts of ``places``, locked until the transaction ends, created where they did not exist."""
    wanted = sorted(set(places))
    names = [balance_name(*place) for place in wanted]
    known = set(
        frappe.get_all("Stock Balance", filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
    )
    missing = [place for place in wanted if balance_name(*place) not in known]
    for warehouse in sorted({warehouse for _item, warehouse in missing}):
        frappe.db.get_value("Warehouse", warehouse, "name", for_update=True)
    for place in missing:
        if not frappe.db.get_value("Stock Balance", balance_name(*place), "name", for_update=True):
            _create(place)
    lax = frappe.get_all(
        "Warehouse",
        filters={
            "name": ["in", sorted({warehouse for _item, warehouse in wanted})],
            "allow_negative_stock": 1,
        },
        pluck="name",
        limit_page_length=0,
    )
    return {place: _read(place, allow_negative=place[1] in lax) for place in wanted}


def _called(item: str) -> str:
    """Name and code, once where they are the same."""
    name = frappe.db.get_value("Item", item, "item_name")
    return f"{name} ({item})" if name and name != item else item


def _written(qty: Decimal) -> str:
    return f"{qty.normalize():f}"


def balance_name(item: str, warehouse: str) -> str:
    """The name of the balance row of ``item`` in ``warehouse``."""
    return f"{item}@{warehouse}"


def has_moved(item: str | None = None, warehouse: str | None = None) -> bool:
    """Whether the ledger knows ``item`` or ``warehouse``."""
    filters = {"item": item, "warehouse": warehouse}
    return bool(
        frappe.db.exists("Stock Ledger Entry", {key: value for key, value in filters.items() if value})
    )


def has_stock(warehouse: str) -> bool:
    """Whether anything lies in ``warehouse``."""
    return bool(frappe.db.exists("Stock Balance", {"warehouse": warehouse, "qty": ["!=", 0]}))


def rename_balances(item: str | None = None, warehouse: str | None = None) -> None:
    """Give the balances of a renamed item or warehouse the names that ``lock`` will look for."""
    filters = {"item": item, "warehouse": warehouse}
    rows = frappe.get_all(
        "Stock Balance",
        filters={key: value for key, value in filters.items() if value},
        fields=["name", "item", "warehouse"],
        limit_page_length=0,
    )
    for row in rows:
        name = balance_name(row["item"], row["warehouse"])
        if name != row["name"]:
            frappe.rename_doc("Stock Balance", row["name"], name, force=True)


def _create(place: Place) -> None:
    row = frappe.get_doc({"doctype": "Stock Balance", "item": place[0], "warehouse": place[1]})
    row.flags.posting = True
    row.insert(ignore_permissions=True)


def _read(place: Place, allow_negative: bool) -> _Account:
    row = frappe.db.get_value(
        "Stock Balance",
        balance_name(*place),
        ["qty", "value", "rate", "entries", "stock_unit"],
        as_dict=True,
        for_update=True,
    )
    balance = Balance(exact(row["qty"]), exact(row["value"]), exact(row["rate"]))
    return _Account(balance, int(row["entries"] or 0), row["stock_unit"], allow_negative)

"""What each purpose of a warehouse entry does to the stock, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """Where the goods of a purpose leave from and arrive; ``counts`` sets a balance instead of moving it."""

    leaves: bool = False
    arrives: bool = False
    counts: bool = False

    @property
    def is_priced(self) -> bool:
        """Whether the value of the goods is entered rather than found in the warehouse."""
        return self.arrives and not self.leaves


RECEIPT, ISSUE = Flow(arrives=True), Flow(leaves=True)
TRANSFER, STOCK_TAKE = Flow(leaves=True, arrives=True), Flow(arrives=True, counts=True)

_FLOWS = {
    "Receipt": RECEIPT,
    "Issue": ISSUE,
    "Transfer": TRANSFER,
    "Write-off": ISSUE,
    "Stock-take": STOCK_TAKE,
}
_RETURNS = {"From Client": RECEIPT, "To Supplier": ISSUE}
_REVERSED_BY_RETURN = {"From Client": "Issue", "To Supplier": "Receipt"}


def flow_of(purpose: str, return_kind: str | None = None) -> Flow | None:
    """The flow of a purpose; nothing where a return does not say whether it is the client's or to the supplier."""
    return _RETURNS.get(return_kind or "") if purpose == "Return" else _FLOWS.get(purpose)


def returned_purpose(return_kind: str | None) -> str | None:
    """The purpose of the entries that a return of this kind can refer to."""
    return _REVERSED_BY_RETURN.get(return_kind or "")

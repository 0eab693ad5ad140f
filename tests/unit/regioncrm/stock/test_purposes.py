"""What each purpose of a warehouse entry does."""

from __future__ import annotations

import pytest
from regioncrm.stock.purposes import flow_of, returned_purpose


class TestFlow:
    @pytest.mark.parametrize(
        ("purpose", "kind", "leaves", "arrives", "priced"),
        [
            ("Receipt", None, False, True, True),
            ("Issue", None, True, False, False),
            ("Transfer", None, True, True, False),
            ("Write-off", None, True, False, False),
            ("Stock-take", None, False, True, True),
            ("Return", "From Client", False, True, True),
            ("Return", "To Supplier", True, False, False),
        ],
    )
    def test_direction(self, purpose, kind, leaves, arrives, priced) -> None:
        flow = flow_of(purpose, kind)
        assert flow is not None
        assert (leaves, arrives, priced) == (flow.leaves, flow.arrives, flow.is_priced)

    def test_return_must_say_whose(self) -> None:
        assert flow_of("Return") is None

    def test_return_kind_of_another_purpose_changes_nothing(self) -> None:
        assert flow_of("Issue") == flow_of("Issue", "From Client")


class TestReturn:
    def test_client_returns_what_was_issued(self) -> None:
        assert "Issue" == returned_purpose("From Client")

    def test_supplier_gets_back_what_was_received(self) -> None:
        assert "Receipt" == returned_purpose("To Supplier")

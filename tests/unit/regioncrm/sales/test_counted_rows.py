"""The foot of a proposal's items adds up the lines that the arithmetic counts."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from comptoir.expressions import compile
from regioncrm.sales.proposal_lines import choose_variants

ITEM = Path(__file__).parents[4] / "doctypes" / "sales" / "proposal_item.json"
DECLARED: dict[str, Any] = json.loads(ITEM.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("kind", "included"), list(product(("", "Standard", "Option", "Variant"), (0, 1))))
def test_the_condition_says_of_a_line_what_the_proposal_says(kind: str, included: int) -> None:
    entered = {"kind": kind, "included": included}
    line = SimpleNamespace(**entered, idx=1, item_name="Printer", section="", variant_group="Device")
    choose_variants({"items": [line]})  # type: ignore[arg-type]
    assert bool(line.counts) == compile(DECLARED["counts_when"]).is_true({"doc": entered})

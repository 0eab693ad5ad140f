"""Deal Stage: a step of the pipeline and the chance of winning from there."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class DealStage(Document):
    """A won stage is certain, a lost one hopeless; the meaning of a stage in use stays as it is."""

    def validate(self) -> None:
        if self.kind == "Won":
            self.probability = 100
        elif self.kind == "Lost":
            self.probability = 0
        if (
            not self.is_new()
            and self.has_value_changed("kind")
            and frappe.db.exists("Deal", {"stage": self.name})
        ):
            frappe.throw(
                _(
                    "The stage {0} is used by deals, so its meaning cannot change. Make a new stage instead."
                ).format(self.stage_name)
            )

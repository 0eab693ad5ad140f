import { describe, expect, it } from "vitest"
import { doctype, field } from "./testing"
import { versionLines } from "./versions"

const child = doctype("Line", [field("item", "Data", { label: "Item", in_list_view: 1 }), field("qty", "Int", { label: "Quantity", in_list_view: 1 })])
const meta = doctype("Order", [field("status", "Select", { label: "Status" }), field("lines", "Table", { label: "Lines", options: "Line" })])
const lines = (data: unknown) => versionLines(JSON.stringify(data), meta, { Line: child })

describe("a version", () => {
  it("tells changes, rows added, removed and changed by their labels", () => {
    expect(
      lines({
        changed: [["status", "Open", "Won"]],
        added: [["lines", { item: "A", qty: 2 }]],
        removed: [["lines", { item: "B" }]],
        row_changed: [["lines", 0, "r1", [["qty", 1, 3], ["docstatus", 0, 1]]]],
      }),
    ).toMatchObject([
      { kind: "changed", label: "Status", before: "Open", after: "Won" },
      { kind: "changed", label: "Lines 1, Quantity", before: 1, after: 3 },
      { kind: "added", label: "Lines", after: "A, 2" },
      { kind: "removed", label: "Lines", before: "B" },
    ])
  })

  it("that cannot be read tells nothing", () => {
    expect(versionLines("x", meta, {})).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { layoutOf, locate } from "./layout"
import { field } from "./testing"

const outline = (fields: ReturnType<typeof field>[]) =>
  layoutOf(fields).map((tab) => [tab.label, tab.sections.map((s) => [s.label, s.columns.map((c) => c.fields.map((f) => f.fieldname))])])

describe("the layout of a form", () => {
  it("exists without a single break", () => {
    expect(outline([field("a"), field("b")])).toEqual([["", [["", [["a", "b"]]]]]])
  })

  it("follows tabs, sections and columns", () => {
    const fields = [
      field("a"),
      field("c1", "Column Break"),
      field("b"),
      field("s1", "Section Break", { label: "More" }),
      field("c"),
      field("t1", "Tab Break", { label: "Notes" }),
      field("d"),
    ]
    expect(outline(fields)).toEqual([
      ["", [["", [["a"], ["b"]]], ["More", [["c"]]]]],
      ["Notes", [["", [["d"]]]]],
    ])
  })

  it("drops what holds no field", () => {
    const fields = [field("t0", "Tab Break", { label: "Empty" }), field("t1", "Tab Break", { label: "Full" }), field("s", "Section Break"), field("c", "Column Break"), field("a"), field("s2", "Section Break")]
    expect(outline(fields)).toEqual([["Full", [["s", [["a"]]]]]])
  })

  it("closes what follows a fold and what is collapsible", () => {
    const tabs = layoutOf([field("a"), field("f", "Fold"), field("b"), field("s", "Section Break", { collapsible: 1 }), field("c")])
    expect(tabs[0]!.sections.map((s) => s.collapsed)).toEqual([false, true, true])
  })

  it("tells where a field is", () => {
    const tabs = layoutOf([field("a"), field("t", "Tab Break"), field("s", "Section Break"), field("b")])
    expect(locate(tabs, "b")).toEqual({ tab: "t", section: "s" })
    expect(locate(tabs, "x")).toBe(null)
  })
})

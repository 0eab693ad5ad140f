import { describe, expect, it } from "vitest"
import { doctype, field } from "../testing"
import { readGridView, viewedColumns, wantedColumns } from "./view"

const LINE = doctype("Line", [
  field("item", "Link", { in_list_view: 1, label: "Item" }),
  field("qty", "Float", { in_list_view: 1, label: "Quantity" }),
  field("note", "Data", { label: "Note" }),
  field("secret", "Data", { label: "Secret", hidden: 1 }),
])
const names = (wanted: Parameters<typeof viewedColumns>[1]) => viewedColumns(LINE, wanted).map((each) => each.fieldname)

describe("the columns of a grid", () => {
  it("are the declared ones until somebody wants others", () => {
    expect(names(readGridView(undefined, "Line"))).toEqual(["item", "qty"])
    expect(names(readGridView({ Other: [{ fieldname: "note" }] }, "Line"))).toEqual(["item", "qty"])
  })

  it("are what was kept, without what is hidden or gone", () => {
    const kept = { Line: [{ fieldname: "note", columns: 4 }, { fieldname: "secret" }, { fieldname: "gone" }, { fieldname: "qty", width: 90 }] }
    expect(names(readGridView(kept, "Line"))).toEqual(["note", "qty"])
    expect(viewedColumns(LINE, readGridView(kept, "Line"))).toMatchObject([{ columns: 4 }, { width: "90px" }])
  })

  it("are read whatever somebody wrote there", () => {
    for (const kept of [null, [], "x", { Line: "note" }, { Line: [null, 3, { fieldname: 4 }] }]) expect(names(readGridView(kept, "Line"))).toEqual(["item", "qty"])
  })

  it("are written with their share of the width, in pixels where somebody set it", () => {
    const wanted = [{ fieldname: "note", width: 90 }, { fieldname: "qty" }]
    expect(wantedColumns(viewedColumns(LINE, wanted), wanted)).toEqual([{ fieldname: "note", columns: 3, width: 90 }, { fieldname: "qty", columns: 2 }])
  })
})

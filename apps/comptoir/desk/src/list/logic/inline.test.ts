import { describe, expect, it } from "vitest"
import type { DocTypeView, FieldView } from "@/types"
import { offeredColumns, type Column } from "./columns"
import { canEdit, needsDocument, offersEdit } from "./inline"
import { field, view } from "./testing"

const RIGHTS = { read: true, write: true } as DocTypeView["rights"]
const column = (declared: FieldView): Column => offeredColumns(view([field("title", "Data"), declared], { title_field: "title" }), () => false).find((each) => each.fieldname === declared.fieldname) as Column
const offers = (declared: FieldView, docstatus = 0, rights = RIGHTS): boolean => offersEdit(view([declared], { rights }), column(declared), { name: "T-1", docstatus })

describe("a cell of a list", () => {
  it("is edited where its field may be written", () => {
    expect(offers(field("city", "Data"))).toBe(true)
    expect(offers(field("city", "Data"), 0, { read: true } as DocTypeView["rights"])).toBe(false)
    expect(offers(field("city", "Data", { can_write: false }))).toBe(false)
    expect(offers(field("city", "Data", { read_only: 1 }))).toBe(false)
    expect(offers(field("about", "Text Editor"))).toBe(false)
    expect(offers(field("paper", "Attach"))).toBe(false)
  })

  it("of a submitted document only where that is allowed, of a cancelled one never", () => {
    expect([0, 1, 2].map((docstatus) => offers(field("remarks", "Data"), docstatus))).toEqual([true, false, false])
    expect([0, 1, 2].map((docstatus) => offers(field("remarks", "Data", { allow_on_submit: 1 }), docstatus))).toEqual([true, true, false])
  })

  it("is not edited where the list only knows when it was changed", () => {
    const modified = offeredColumns(view([]), () => false).find((each) => each.fieldname === "modified") as Column
    expect(offersEdit(view([], { rights: RIGHTS }), modified, { name: "T-1" })).toBe(false)
  })

  it("asks the whole document where the field has conditions", () => {
    const reason = field("reason", "Data", { depends_on: "eval:doc.status == 'Lost'", read_only_depends_on: "eval:doc.closed" })
    expect([needsDocument(column(reason)), needsDocument(column(field("city", "Data")))]).toEqual([true, false])
    expect(offers(reason)).toBe(true)
    const can = (doc: object): boolean => canEdit(view([reason], { rights: RIGHTS }), column(reason), { name: "T-1", ...doc })
    expect([can({ status: "Lost" }), can({ status: "Open" }), can({ status: "Lost", closed: 1 })]).toEqual([true, false, false])
  })
})

import { describe, expect, it } from "vitest"
import type { DocTypeView, FieldView } from "../../types"
import type { Row } from "../documents"
import { addRow, deleteRows, duplicateRow, gridColumns, moveRow, pasteBlock, totals } from "./rows"

const field = (fieldname: string, fieldtype: string, more: Partial<FieldView> = {}): FieldView => ({ fieldname, fieldtype, widget: "", can_write: true, ...more })
const FIELDS = [
  field("item", "Data", { in_list_view: 1 }),
  field("qty", "Int", { in_list_view: 1, default: "1" }),
  field("rate", "Currency", { in_list_view: 1 }),
  field("secret", "Data", { in_list_view: 1, no_copy: 1 }),
]
const META = { name: "Line", fields: FIELDS } as unknown as DocTypeView
const ROWS: Row[] = [{ name: "a", item: "A", qty: 1, rate: 0.1, secret: "s" }, { name: "b", item: "B", qty: 2, rate: 0.2 }, { name: "c", item: "C", qty: 3, rate: 0 }]
const names = (rows: Row[]) => rows.map((row) => row.name)

describe("rows", () => {
  it("are added with defaults and numbered", () => {
    expect(addRow(ROWS, META).at(-1)).toMatchObject({ qty: 1, idx: 4, doctype: "Line" })
  })

  it("are moved and deleted without touching the given ones", () => {
    expect(names(moveRow(ROWS, 0, 2))).toEqual(["b", "c", "a"])
    expect(names(deleteRows(ROWS, [0, 2]))).toEqual(["b"])
    expect(names(ROWS)).toEqual(["a", "b", "c"])
  })

  it("are duplicated below, without name and without what must not be copied", () => {
    const copy = duplicateRow(ROWS, META, 0)[1]!
    expect([copy.name, copy.item, copy.secret]).toEqual([undefined, "A", undefined])
  })

  it("sum to the cent", () => {
    expect(totals(ROWS, FIELDS)).toEqual({ qty: 6, rate: 0.3 })
  })

  it("do not add up prices beside computed amounts", () => {
    expect(totals(ROWS, [...FIELDS, field("amount", "Currency", { read_only: 1 })])).toEqual({ qty: 6, amount: 0 })
  })
})

describe("columns", () => {
  it("are those of the list, else the first that fit", () => {
    expect(gridColumns(META)).toHaveLength(4)
    const plain = { name: "Line", fields: [field("note", "Text Editor"), field("x", "Data"), field("s", "Section Break")] } as unknown as DocTypeView
    expect(gridColumns(plain).map((f) => f.fieldname)).toEqual(["x"])
  })
})

describe("pasting", () => {
  const target = { rows: ROWS, columns: FIELDS, meta: META, formats: {}, writable: (f: FieldView) => f.fieldname !== "rate" }

  it("fills cells, adds rows, skips read-only ones and reports what does not fit", () => {
    const { rows, refused } = pasteBlock([["X", "7", "99"], ["Y", "many", "99"]], { ...target, row: 2, column: 0 })
    expect(rows.map((r) => [r.item, r.qty, r.rate])).toEqual([["A", 1, 0.1], ["B", 2, 0.2], ["X", 7, 0], ["Y", 1, undefined]])
    expect(refused).toEqual([[3, 1]])
    expect(ROWS[2]!.item).toBe("C")
  })
})

import { describe, expect, it } from "vitest"
import type { DocTypeView, FieldView } from "../../types"
import type { Row } from "../documents"
import { UNFOUND, addRow, carried, columnWeight, columnWidths, countsIn, deleteRows, duplicateRows, gridColumns, linksOf, moveRows, pasteBlock, putBackRows, settle, totals, unfoundIn } from "./rows"

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
    expect(names(moveRows(ROWS, [0], 3).rows)).toEqual(["b", "c", "a"])
    expect(names(deleteRows(ROWS, [0, 2]))).toEqual(["b"])
    expect(names(ROWS)).toEqual(["a", "b", "c"])
  })

  it("are moved together, and it is said where to", () => {
    const moved = moveRows(ROWS, [2, 0], 1)
    expect([names(moved.rows), moved.at]).toEqual([["a", "c", "b"], 0])
    expect(names(moveRows(ROWS, [1, 2], 0).rows)).toEqual(["b", "c", "a"])
    expect(names(moveRows(ROWS, [0, 1], -1).rows)).toEqual(["a", "b", "c"])
  })

  it("come back where they were, beside what was added since", () => {
    const rest = [...deleteRows(ROWS, [0, 1]), { name: "new" }]
    expect(names(putBackRows(rest, [[0, ROWS[0]!], [1, ROWS[1]!]]))).toEqual(["a", "b", "c", "new"])
  })

  it("are duplicated below, without name and without what must not be copied", () => {
    const copies = duplicateRows(ROWS, META, [1, 0])
    expect(copies.map((row) => row.item)).toEqual(["A", "B", "A", "B", "C"])
    expect([copies[2]!.name, copies[2]!.secret, copies[2]!.idx]).toEqual([undefined, undefined, 3])
  })

  it("sum to the cent", () => {
    expect(totals(ROWS, [field("qty", "Int"), field("sum", "Currency")], (row, column) => row[column.fieldname === "sum" ? "rate" : column.fieldname])).toEqual({ qty: 6, sum: 0.3 })
  })

  it("do not add up what is said of one piece", () => {
    expect(totals(ROWS, FIELDS)).toEqual({ qty: 6 })
    expect(totals(ROWS, [field("rate", "Currency", { read_only: 1 }), field("amount", "Currency", { read_only: 1 })])).toEqual({ amount: 0 })
  })

  it("count where the declaration says so of them, all of them where it says nothing", () => {
    const meta = { ...META, counts_when: 'eval:doc.item != "B" || parent.all' }
    const counted = (parent: Row) => names(ROWS.filter((row) => countsIn(meta, row, parent)))
    expect([counted({}), counted({ all: 1 }), names(ROWS.filter((row) => countsIn(META, row, {})))]).toEqual([["a", "c"], ["a", "b", "c"], ["a", "b", "c"]])
    expect(countsIn({ ...META, counts_when: "eval:doc.(" }, ROWS[0]!, {})).toBe(true)
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

describe("a pasted block with links", () => {
  const columns = [field("item", "Link", { options: "Item" }), field("qty", "Int")]
  const meta = { name: "Line", fields: columns } as unknown as DocTypeView
  const names: Record<string, string> = { Paper: "I-1" }
  const target = { rows: [{ name: "a", item: "I-9", qty: 1 }] as Row[], columns, meta, row: 0, column: 0, writable: () => true, formats: {}, nameOf: (_: FieldView, __: Row, text: string) => names[text] }

  it("asks for the texts of its links", () => {
    expect(linksOf([["Paper ", "2"], ["", "3"], ["Ink"]], target).map(({ field: { fieldname }, text }) => [fieldname, text])).toEqual([["item", "Paper"], ["item", "Ink"]])
  })

  it("takes the names that titles mean, and remembers what means none", () => {
    const pasted = pasteBlock([["Paper", "2"], ["Ink", "3"], ["", "4"]], target)
    expect(pasted.rows.map((row) => [row.item, row.qty])).toEqual([["I-1", 2], [null, 3], [null, 4]])
    expect([pasted.linked, pasted.unfound, pasted.rows.map(unfoundIn)]).toEqual([[[0, 0]], [[1, 0]], [{}, { item: "Ink" }, {}]])
  })

  it("forgets what was not found once the cell is given a value", () => {
    const row: Row = { [UNFOUND]: { item: "Ink", unit: "Box" } }
    settle(row, "item")
    expect(unfoundIn(row)).toEqual({ unit: "Box" })
  })
})

describe("the widths of columns", () => {
  it("are shared by weight, after those that are declared", () => {
    const columns = [field("a", "Data"), field("b", "Data"), field("c", "Data", { width: "120" })]
    expect(columnWidths(columns.slice(0, 2))).toEqual(["50.00%", "50.00%"])
    expect(columnWidths(columns)).toEqual(["calc((100% - 204px) * 0.5000)", "calc((100% - 204px) * 0.5000)", "120px"])
  })

  it("leave room for amounts, whatever is declared", () => {
    const narrow = ["Currency", "Float"].map((type) => columnWeight(field("a", type, { columns: 1 })))
    expect([...narrow, columnWeight(field("a", "Currency", { columns: 3 }))]).toEqual([1.75, 1, 3])
  })
})

it("carries a value to another column where it is one there", () => {
  const as = (from: FieldView, to: FieldView, value: unknown, text = String(value)) => carried(from, to, value, text, { number: "#.###,##" })
  const [words, count, rate, client] = [field("words", "Data"), field("count", "Int"), field("rate", "Currency"), field("client", "Link", { options: "Client" })]
  expect(as(client, { ...client, fieldname: "other" }, "C-1", "Acme")).toBe("C-1")
  expect(as(client, words, "C-1", "Acme")).toBe("Acme")
  expect(as(rate, { ...rate, options: "currency" }, 1234.5, "1.234,50")).toBe(1234.5)
  expect([as(words, count, "seven"), as(rate, count, 1.5, "1,5"), as(words, client, "Acme"), as(client, field("item", "Link", { options: "Item" }), "C-1")]).toEqual([undefined, undefined, undefined, undefined])
  expect(as(field("one", "Select", { options: "A" }), field("two", "Select", { options: "A\nB" }), "A")).toBe("A")
})

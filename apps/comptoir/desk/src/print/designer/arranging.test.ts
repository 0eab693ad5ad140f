import { describe, expect, it } from "vitest"
import { type Arrangement, changeItem, endOf, fromRows, insert, insertSection, move, newItem, newSection, placedFields, remove, setColumns, step, stepSection, toRows } from "./arranging"

const ROWS = [
  { fieldtype: "Section Break", label: "Who" },
  { fieldname: "client" },
  { fieldname: "city", label: "Town", hide_label: 1, align: "left" },
  { fieldtype: "Column Break" },
  { fieldtype: "Text", options: "Ring before 9" },
  { fieldtype: "Section Break", page_break: 1 },
  { fieldname: "items", visible_columns: [{ fieldname: "qty", label: "Pieces", print_width: "20%" }, { fieldname: "item" }] },
]

/** The sheet as names: sections by |, columns by /. */
const shape = (arrangement: Arrangement): string => arrangement.map(({ columns }) => columns.map((items) => items.map((item) => item.extra ?? item.fieldname).join(" ")).join(" / ")).join(" | ")
const idOf = (arrangement: Arrangement, name: string): number => arrangement.flatMap(({ columns }) => columns.flat()).find((item) => item.fieldname === name)!.id

describe("an arrangement", () => {
  it("is read and written without loss", () => {
    expect(toRows(fromRows(ROWS))).toEqual(ROWS)
    expect(shape(fromRows(ROWS))).toBe("client city / Text | items")
  })

  it("leaves out what a format of Frappe hides, and columns beyond the fourth", () => {
    const rows = [{ fieldname: "a", fieldtype: "Data", print_hide: 1 }, ...Array.from({ length: 6 }, (_, index) => [{ fieldname: `f${index}` }, { fieldtype: "Column Break" }]).flat()]
    expect(shape(fromRows(rows))).toBe("f0 / f1 / f2 / f3 f4 f5")
  })

  it("keeps HTML of Frappe where it stands", () => {
    expect(toRows(fromRows([{ fieldname: "print_heading_template", fieldtype: "Custom HTML", options: "<b>x</b>" }]))[1]).toEqual({ fieldname: "print_heading_template", fieldtype: "HTML", options: "<b>x</b>" })
  })
})

describe("moving", () => {
  const sheet = fromRows(ROWS)

  it("goes up and down within a column, and through columns and sections", () => {
    const city = idOf(sheet, "city")
    expect(shape(step(sheet, city, -1))).toBe("city client / Text | items")
    const right = step(sheet, city, 1)
    expect(shape(right)).toBe("client / city Text | items")
    expect(shape(step(step(right, city, 1), city, 1))).toBe("client / Text | city items")
    expect(shape(step(right, city, -1))).toBe("client city / Text | items")
  })

  it("stops at both ends", () => {
    expect(step(sheet, idOf(sheet, "client"), -1)).toBe(sheet)
    expect(step(sheet, idOf(sheet, "items"), 1)).toBe(sheet)
  })

  it("counts places as they are before the move", () => {
    expect(shape(move(sheet, idOf(sheet, "client"), { section: 0, column: 0, index: 2 }))).toBe("city client / Text | items")
    expect(shape(move(sheet, idOf(sheet, "client"), { section: 1, column: 0, index: 0 }))).toBe("city / Text | client items")
  })
})

describe("changing", () => {
  const sheet = fromRows(ROWS)

  it("adds to the end, also of an empty sheet", () => {
    expect(shape(insert(sheet, newItem({ fieldname: "rate" }), endOf(sheet)))).toBe("client city / Text | items rate")
    expect(shape(insert([], newItem({ fieldname: "rate" }), endOf([])))).toBe("rate")
  })

  it("removes and says what is placed", () => {
    expect([...placedFields(remove(sheet, idOf(sheet, "client")))]).toEqual(["city", "", "items"])
  })

  it("never touches what was there before", () => {
    const before = JSON.stringify(sheet)
    changeItem(remove(sheet, idOf(sheet, "city")), idOf(sheet, "items"), { label: "Lines" })
    expect(JSON.stringify(sheet)).toBe(before)
  })

  it("keeps the fields of columns that go", () => {
    const id = sheet[0]!.id
    expect(shape(setColumns(sheet, id, 1))).toBe("client city Text | items")
    expect(shape(setColumns(sheet, id, 9))).toBe("client city / Text /  /  | items")
  })

  it("adds and moves sections", () => {
    const more = insertSection(sheet, newSection({ label: "New" }), sheet[0]!.id)
    expect(more.map(({ label }) => label)).toEqual(["Who", "New", ""])
    expect(stepSection(more, more[1]!.id, -1).map(({ label }) => label)).toEqual(["New", "Who", ""])
    expect(stepSection(more, more[0]!.id, -1)).toBe(more)
  })
})

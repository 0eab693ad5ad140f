import { describe, expect, it } from "vitest"
import type { Document } from "@/types"
import { cardDetails } from "./cards"
import type { Column, Kind } from "./columns"

const column = (fieldname: string, kind: Kind, more: Partial<Column> = {}): Column => ({ fieldname, kind, label: fieldname, ...more }) as Column
const shown = (columns: Column[], row: Document, title = ""): string[] =>
  cardDetails(columns, row, title, ({ fieldname }) => String(row[fieldname])).map(({ fieldname }) => fieldname)

describe("a card", () => {
  const columns = [column("item", "link"), column("warehouse", "link"), column("branch", "link"), column("qty", "number"), column("due", "date", { deadline: true } as Partial<Column>)]

  it("shows deadlines, then numbers, then the rest in their order, three in all", () => {
    expect(shown(columns, { item: "A4", warehouse: "Lyon", branch: "South", qty: 12, due: "2026-11-29" })).toEqual(["due", "qty", "item"])
  })

  it("leaves out what is empty, but no number that is nought", () => {
    expect(shown(columns, { item: "", warehouse: null, branch: "South", qty: 0 })).toEqual(["qty", "branch"])
    expect(shown([column("hours", "duration")], { hours: 0 })).toEqual([])
  })

  it("does not say the title again, nor bare ticks", () => {
    expect(shown([...columns, column("done", "check")], { item: "Paper", warehouse: "Lyon", done: 1 }, "Paper")).toEqual(["warehouse"])
  })
})

import { describe, expect, it } from "vitest"
import { isSummed } from "@/logic/fieldtypes"
import type { FieldView } from "@/types"
import { sumFields } from "@/views/kanban/logic/fields"
import { offeredColumns, type Column } from "./columns"
import { groupFields, groupFilter, groupLabel, summedColumns, sumText } from "./grouping"
import { field, view } from "./testing"

const THING = view([
  field("title", "Data"), field("status", "Select", { options: "Open\nDone", option_labels: { Done: "Finished" } }), field("client", "Link", { options: "Party" }),
  field("open", "Check"), field("due", "Date"), field("amount", "Currency", { options: "currency" }), field("percent", "Percent"), field("hours", "Int"),
], { title_field: "title" })
const by = (fieldname: string): FieldView => groupFields(THING).find((each) => each.fieldname === fieldname) as FieldView
const column = (fieldname: string): Column => offeredColumns(THING, () => false).find((each) => each.fieldname === fieldname) as Column
const titleOf = (doctype: string, name: string): string => `${doctype} ${name}`

describe("groups of a list", () => {
  it("are by what has few values", () => {
    expect(groupFields(THING).map((each) => each.fieldname)).toEqual(["status", "client", "open", "due", "modified", "creation", "owner", "modified_by"])
  })

  it("mean their documents, a month from its first to its last day", () => {
    expect(groupFilter(by("client"), "P-1")).toEqual(["client", "=", "P-1"])
    expect(groupFilter(by("open"), 0)).toEqual(["open", "=", 0])
    expect(groupFilter(by("client"), null)).toEqual(["client", "is", "not set"])
    expect(groupFilter(by("due"), "2028-02-01")).toEqual(["due", "between", ["2028-02-01", "2028-02-29"]])
    expect(groupFilter(by("due"), "2026-12-01")).toEqual(["due", "between", ["2026-12-01", "2026-12-31"]])
  })

  it("are called by titles, choices and months", () => {
    expect(["status", "client", "open", "due"].map((name) => groupLabel(by(name), { status: "Done", client: "P-1", open: 1, due: "2026-02-01" }[name] ?? null, titleOf))).toEqual([
      "Finished", "Party P-1", "Yes", "February 2026",
    ])
    expect(groupLabel(by("client"), null, titleOf)).toBe("Without client")
  })
})

describe("sums", () => {
  it("are of what adds up", () => {
    expect(summedColumns(offeredColumns(THING, () => false)).map((each) => each.fieldname)).toEqual(["amount", "hours"])
  })

  it("are not of what is said of one piece, nor of what is declared to have none", () => {
    const numbers = view([
      ...["rate", "hourly_rate", "price", "list_price", "unit_cost", "cost_per_hour", "conversion_factor", "factor"].map((name) => field(name, "Currency")),
      field("done_percent", "Float"), field("plan", "Float", { not_summed: 1 }), field("prices_total", "Currency"), field("rated", "Int"), field("spent", "Duration"),
    ])
    expect(numbers.fields.filter(isSummed).map((each) => each.fieldname)).toEqual(["prices_total", "rated", "spent"])
    expect(summedColumns(offeredColumns(numbers, () => false)).map((each) => each.fieldname)).toEqual(["prices_total", "rated", "spent"])
    expect(sumFields(numbers).map((each) => each.fieldname)).toEqual(["prices_total", "rated", "spent"])
  })

  it("keep currencies apart", () => {
    expect(sumText(column("amount"), [["EUR", 1000], ["USD", 20.5]])).toBe("€1,000.00 + $20.50")
    expect([sumText(column("hours"), [[null, 1200]]), sumText(column("hours"), undefined)]).toEqual(["1,200", ""])
  })
})

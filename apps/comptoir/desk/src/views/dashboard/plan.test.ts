import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import type { DocTypeView } from "@/types"
import { type Plan, type PlannedChart, planOf, questionOf } from "./plan"

const NONE: Plan = { cards: [], charts: [] }
const DEAL = doctype("Deal", [
  field("title", "Data", { label: "Title" }), field("status", "Select", { label: "Status", options: "Open\nWon" }), field("responsible", "Link", { label: "Responsible", options: "Employee" }),
  field("amount", "Currency", { label: "Amount", in_list_view: 1 }),
])
const people = (name: string): boolean => name === "Employee"
const shown = (view: DocTypeView, kept = NONE, inPeriod = false): { cards: string[]; charts: string[] } => {
  const { cards, charts } = planOf(view, kept, people, inPeriod)
  return { cards: cards.map(({ title }) => title), charts: charts.map(({ rows, numbers, drawing, filters }) => [rows, numbers, drawing, filters.length].join(" ")) }
}

describe("the dashboard of a doctype", () => {
  it("shows its states, its months, its amounts and its people", () => {
    expect(shown(DEAL)).toEqual({
      cards: ["Number of documents", "New this month", "Amount, sum"],
      charts: ["status count donut 0", "creation:month count bar 1", "creation:month sum:amount line 1", "responsible sum:amount bar 0"],
    })
  })

  it("shows what there is of a plain one", () => {
    expect(shown(doctype("Note", [field("subject", "Data", { label: "Subject" })]))).toEqual({ cards: ["Number of documents", "New this month"], charts: ["owner count donut 0", "creation:month count bar 1"] })
  })

  it("leaves the time to the period that somebody chose", () => {
    expect(shown(DEAL, NONE, true).charts[1]).toBe("creation:month count bar 0")
  })

  it("begins with what is kept, and shows nothing twice", () => {
    const about = { doctype: "Deal", columns: [], filters: [] }
    const kept: Plan = {
      cards: [{ ...about, name: "Won", title: "Won", rows: [], numbers: ["count"], filters: [["status", "=", "Won"]] }],
      charts: [{ ...about, name: "Stages", title: "Stages", rows: ["status"], numbers: ["count"], drawing: "bar" }],
    }
    expect([shown(DEAL, kept).cards[0], shown(DEAL, kept).charts.filter((each) => each.startsWith("status"))]).toEqual(["Won", ["status count bar 0"]])
  })

  it("asks what is its own of the documents that the list shows", () => {
    const about = { name: "Won", title: "Won", doctype: "Deal", rows: ["status"], columns: [], numbers: ["count"], drawing: "bar", compare: true } as const
    const chart = { ...about, filters: [["Deal", "creation", "timespan", "this month"]] } as unknown as PlannedChart
    const state = { filters: [["status", "=", "Won"] as [string, string, string]], search: "ab", sort: { fieldname: "modified", descending: true }, size: 50, options: {} }
    expect(questionOf(chart, DEAL, state)).toEqual({
      doctype: "Deal", rows: ["status"], columns: [], numbers: ["count"], compare: true,
      filters: [["creation", "timespan", "this month"], ["status", "=", "Won"]], or_filters: [["name", "like", "%ab%"]],
    })
  })
})

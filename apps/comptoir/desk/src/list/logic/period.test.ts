import { describe, expect, it } from "vitest"
import { periodBefore, periodFields, periodFilter, readRolling, readSpan, rolling, writeSpan, type Period } from "./period"
import { field, view } from "./testing"

describe("a period", () => {
  it.each<Period["span"]>(["today", "last quarter", "next 7 days", "last 12 months", ["2026-01-01", "2026-01-31"], ["", "2026-01-31"], ["2026-01-01", ""]])("comes back from the address: %j", (span) => {
    expect(readSpan(writeSpan(span))).toEqual(span)
  })

  it.each(["", "..", "last 0 days", "yesteryear", "2026-01-01", "last 30 day", "today; drop table"])("is none: %j", (text) => {
    expect(readSpan(text)).toBeUndefined()
  })

  it("is asked for as a filter", () => {
    const on = "due"
    expect(periodFilter({ on, span: "this month" })).toEqual(["due", "timespan", "this month"])
    expect(periodFilter({ on, span: ["2026-01-01", "2026-01-31"] })).toEqual(["due", "between", ["2026-01-01", "2026-01-31"]])
    expect(periodFilter({ on, span: ["", "2026-01-31"] })).toEqual(["due", "<=", "2026-01-31"])
    expect(periodFilter({ on, span: ["2026-01-01", ""] })).toEqual(["due", ">=", "2026-01-01"])
  })

  it("has a time of the same length before it", () => {
    expect(periodBefore({ on: "due", span: "this month" })?.span).toBe("this month before")
    expect(periodBefore({ on: "due", span: ["2026-03-01", "2026-03-10"] })?.span).toEqual(["2026-02-19", "2026-02-28"])
    expect(periodBefore({ on: "due", span: ["2026-03-01", ""] })).toBeUndefined()
  })

  it("rolls by days, weeks and months", () => {
    expect(readRolling(rolling({ ahead: true, count: 14, unit: "day" }))).toEqual({ ahead: true, count: 14, unit: "day" })
    expect(readRolling("this month")).toBeUndefined()
  })

  it("is about a declared date before those every document has", () => {
    const declared = view([field("name1", "Data"), field("due", "Date"), field("past", "Date", { hidden: 1 })])
    const fields = [field("creation", "Datetime"), ...declared.fields]
    expect(periodFields(declared, fields).map((each) => each.fieldname)).toEqual(["due", "creation"])
  })
})

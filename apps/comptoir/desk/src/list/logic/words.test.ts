import { describe, expect, it } from "vitest"
import { presets } from "./presets"
import { field, view } from "./testing"
import { dayText, ME, MINE, readDay, wordsFor, wordText, writeDay } from "./words"

describe("words in filters", () => {
  it("are offered where a field names people or branches", () => {
    const values = (fieldtype: string, options: string, fieldname = "f"): string[] => wordsFor(field(fieldname, fieldtype, { options }), "Branch").map((option) => option.value)
    expect([values("Link", "User"), values("Data", "", "owner"), values("Link", "Branch"), values("Link", "Client"), values("Data", "")]).toEqual([[ME], [ME], [MINE], [], []])
    expect(wordsFor(field("f", "Link", { options: "Branch" }), undefined)).toEqual([])
  })

  it.each([{ count: 0, unit: "day" }, { count: 7, unit: "day" }, { count: -1, unit: "month" }, { count: 2, unit: "year" }] as const)("count days from today: %j", (day) => {
    expect(readDay(writeDay(day))).toEqual(day)
  })

  it("are plain values otherwise", () => {
    expect(["", "2026-01-01", "today + 1", "today + x days", "todays"].map(readDay)).toEqual(Array(5).fill(undefined))
    expect(wordText(field("f", "Data"), ME)).toBeUndefined()
    expect(wordText(field("f", "Data"), "today")).toBeUndefined()
  })

  it("are no values of new documents", () => {
    const declared = view([field("who", "Link", { options: "User" }), field("due", "Date"), field("city", "Data")])
    expect(presets(declared, [["who", "=", ME], ["due", "=", "today"], ["city", "=", "today"]])).toEqual({ city: "today" })
  })

  it("are said as people say them", () => {
    expect([dayText({ count: 0, unit: "day" }), dayText({ count: 7, unit: "day" }), dayText({ count: -1, unit: "month" })]).toEqual(["today", "in 7 days", "1 months ago"])
    expect(wordText(field("due", "Date"), "today - 3 weeks")).toBe("3 weeks ago")
    expect(wordText(field("assigned_to", "Link", { options: "Employee", person: 1 }), ME)).toBe("Me")
    expect(wordText(field("client", "Link", { options: "Client" }), ME)).toBeUndefined()
    expect(wordText(field("owner", "Data"), ME)).toBe("Me")
  })
})

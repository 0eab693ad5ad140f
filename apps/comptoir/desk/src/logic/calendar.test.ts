import { describe, expect, it } from "vitest"
import { addDays, addMonths, firstWeekday, stepDay, weeksOf } from "./calendar"

describe("a month", () => {
  it("is six weeks from the first day of the week", () => {
    const weeks = weeksOf(2026, 11, 1)
    expect(weeks).toHaveLength(6)
    expect(weeks[0]![0]).toEqual({ iso: "2026-10-26", day: 26, inMonth: false })
    expect(weeks[0]![6]!.iso).toBe("2026-11-01")
    expect(weeksOf(2026, 11, 0)[0]![0]!.iso).toBe("2026-11-01")
  })

  it("ends where it ends when months are added", () => {
    expect([addMonths("2026-01-31", 1), addMonths("2028-01-31", 1), addMonths("2026-01-15", -1)]).toEqual(["2026-02-28", "2028-02-29", "2025-12-15"])
  })

  it("is walked by keys, across its ends", () => {
    expect([stepDay("2026-11-30", "ArrowRight"), stepDay("2026-11-01", "ArrowUp"), stepDay("2026-11-01", "x")]).toEqual(["2026-12-01", "2026-10-25", null])
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01")
  })

  it("starts on the weekday of the site", () => {
    expect([firstWeekday("Sunday"), firstWeekday(6), firstWeekday(undefined)]).toEqual([0, 6, 1])
  })
})

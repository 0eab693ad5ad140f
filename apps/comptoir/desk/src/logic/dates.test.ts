import { describe, expect, it } from "vitest"
import { formatDate, formatDatetime, formatDuration, formatTime, parseDate, parseDatetime, parseDuration, parseTime } from "./dates"

const TODAY = { year: 2026, month: 11, day: 23 }

describe("dates", () => {
  it("are shown in the site's order", () => {
    expect(formatDate("2026-01-05", "dd.mm.yyyy")).toBe("05.01.2026")
    expect(formatDate("2026-01-05", "mm/dd/yyyy")).toBe("01/05/2026")
    expect(formatDate("nonsense", "dd.mm.yyyy")).toBe("nonsense")
    expect(formatDatetime("2026-01-05 09:07:30.123456", "dd.mm.yyyy")).toBe("05.01.2026 09:07")
    for (const text of ["25:99 o'clock", "24.12.2026 25:99", "2026-12-24 noon at last"]) expect(formatDatetime(text, "dd.mm.yyyy")).toBe(text)
  })

  it.each([
    ["5.1.2026", "dd.mm.yyyy", "2026-01-05"],
    ["1/5/26", "mm/dd/yyyy", "2026-01-05"],
    ["5.1", "dd.mm.yyyy", "2026-01-05"],
    ["7", "dd.mm.yyyy", "2026-11-07"],
    ["050126", "dd.mm.yyyy", "2026-01-05"],
    ["05012026", "dd.mm.yyyy", "2026-01-05"],
    ["2026-02-28", "dd.mm.yyyy", "2026-02-28"],
    ["31.12.80", "dd.mm.yyyy", "1980-12-31"],
    ["31.02.2026", "dd.mm.yyyy", null],
    ["29.02.2028", "dd.mm.yyyy", "2028-02-29"],
    ["tomorrow", "dd.mm.yyyy", null],
    ["", "dd.mm.yyyy", null],
  ])("%j read as %s is %j", (typed, format, expected) => {
    expect(parseDate(typed, format, TODAY)).toBe(expected)
  })

  it("carry a time", () => {
    expect(parseDatetime("5.1.26 9:30", "dd.mm.yyyy", TODAY)).toBe("2026-01-05 09:30:00")
    expect(parseDatetime("5.1.26", "dd.mm.yyyy", TODAY)).toBe("2026-01-05 00:00:00")
    expect(parseDatetime("5.1.26 25:00", "dd.mm.yyyy", TODAY)).toBe(null)
  })
})

describe("times", () => {
  it("read loosely, shown briefly", () => {
    expect(["9", "930", "9:30", "23:59:59", "24:00", "x"].map(parseTime)).toEqual(["09:00:00", "09:30:00", "09:30:00", "23:59:59", null, null])
    expect(["9:05:00", "09:05:07"].map(formatTime)).toEqual(["09:05", "09:05:07"])
  })
})

describe("durations", () => {
  it("are seconds underneath", () => {
    expect(["1d 2h", "90m", "1:30", "45", "2ч 5м", "soon"].map(parseDuration)).toEqual([93600, 5400, 5400, 45, 7500, null])
    expect(formatDuration(93605)).toBe("1d 2h 5s")
    expect(formatDuration(93605, { hideDays: true, hideSeconds: true })).toBe("26h")
  })
})

import { describe, expect, it } from "vitest"
import { drawnRows, seenRows } from "./window"

const indexes = (drawn: ReturnType<typeof drawnRows>) => drawn.rows.map((row) => row.index)
const whole = (drawn: ReturnType<typeof drawnRows>) => drawn.rows.reduce((sum, row) => sum + row.gap + 1, drawn.rest)

describe("the rows of a long table", () => {
  it("are all drawn while they are few", () => {
    expect(indexes(drawnRows(60, { first: 40, many: 10 }, 0))).toHaveLength(60)
  })

  it("are drawn near what is seen, and the rest is left out without a hole", () => {
    const drawn = drawnRows(2000, { first: 1000, many: 20 }, 1003)
    expect([indexes(drawn)[0], indexes(drawn).at(-1)]).toEqual([992, 1027])
    expect([drawn.rows[0]!.gap, drawn.rest, whole(drawn)]).toEqual([992, 972, 2000])
  })

  it("keep the row somebody is in, wherever one scrolls", () => {
    const drawn = drawnRows(200, { first: 100, many: 10 }, 3)
    expect(drawn.rows[0]).toEqual({ index: 3, gap: 3 })
    expect(drawn.rows[1]).toEqual({ index: 92, gap: 88 })
    expect(whole(drawn)).toBe(200)
    expect(indexes(drawnRows(200, { first: 0, many: 10 }, 199)).at(-1)).toBe(199)
  })

  it("are still there when the table has shrunk below what was seen", () => {
    expect(indexes(drawnRows(70, { first: 400, many: 10 }, 0)).at(-1)).toBe(69)
  })

  it("change in steps", () => {
    expect(seenRows(0, 640, 32)).toEqual({ first: 0, many: 24 })
    expect(seenRows(120, 640, 32)).toEqual(seenRows(0, 640, 32))
    expect(seenRows(128, 640, 32).first).toBe(4)
  })
})

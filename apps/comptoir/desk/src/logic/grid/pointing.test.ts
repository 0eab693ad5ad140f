import { describe, expect, it } from "vitest"
import { common, filledTo, inside, repeated, scrollBy, spotAt } from "./pointing"

const LIE = { top: 100, rowHeight: 32, rows: 200, edges: [48, 148, 200, 400] }

describe("the cell at a point", () => {
  it("is the one that lies there, drawn or not", () => {
    expect(spotAt({ x: 48, y: 100 }, LIE)).toEqual({ row: 0, column: 0 })
    expect(spotAt({ x: 147, y: 131 }, LIE)).toEqual({ row: 0, column: 0 })
    expect(spotAt({ x: 148, y: 132 }, LIE)).toEqual({ row: 1, column: 1 })
    expect(spotAt({ x: 399, y: 100 + 32 * 150 }, LIE)).toEqual({ row: 150, column: 2 })
  })

  it("is the nearest one beside the grid", () => {
    expect(spotAt({ x: 0, y: 0 }, LIE)).toEqual({ row: 0, column: 0 })
    expect(spotAt({ x: 900, y: 9000 }, LIE)).toEqual({ row: 199, column: 2 })
  })

  it("is one that is seen, wherever one points", () => {
    const seen = common([{ top: 90, left: 0, bottom: 500, right: 300 }, { top: 0, left: 40, bottom: 300, right: 1000 }])
    expect(seen).toEqual({ top: 90, left: 40, bottom: 300, right: 300 })
    expect(inside({ x: 500, y: 299 }, seen)).toEqual({ x: 299, y: 299 })
    expect(inside({ x: 50, y: 20 }, seen)).toEqual({ x: 50, y: 90 })
  })
})

describe("an edge", () => {
  it("is where scrolling begins, and further out it is faster", () => {
    expect([112, 200, 488].map((at) => scrollBy(at, 100, 500))).toEqual([0, 0, 0])
    expect([100, 60, -900].map((at) => scrollBy(at, 100, 500))).toEqual([-3, -13, -32])
    expect([500, 540, 1500].map((at) => scrollBy(at, 100, 500))).toEqual([3, 13, 32])
  })
})

describe("a handle", () => {
  const range = { top: 2, left: 1, bottom: 3, right: 1 }

  it("fills down or right, whichever it is dragged further", () => {
    expect(filledTo(range, { row: 6, column: 2 })).toEqual({ ...range, bottom: 6 })
    expect(filledTo(range, { row: 4, column: 3 })).toEqual({ ...range, right: 3 })
    expect(filledTo(range, { row: 0, column: 4 })).toEqual({ ...range, right: 4 })
  })

  it("fills nothing where it is dragged back", () => {
    for (const spot of [{ row: 3, column: 1 }, { row: 0, column: 0 }, { row: 2, column: 1 }]) expect(filledTo(range, spot)).toEqual(range)
  })

  it("repeats the range as it is", () => {
    expect([4, 5, 6].map((row) => repeated(range, { row, column: 1 }))).toEqual([{ row: 2, column: 1 }, { row: 3, column: 1 }, { row: 2, column: 1 }])
    expect(repeated({ top: 0, left: 1, bottom: 0, right: 2 }, { row: 0, column: 4 })).toEqual({ row: 0, column: 2 })
  })
})

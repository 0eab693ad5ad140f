import { describe, expect, it } from "vitest"
import { parseBlock } from "./paste"
import { isWithin, rangeOf, tiled, toBlock } from "./range"

describe("a range of cells", () => {
  it("is the cell with the cursor, or all to where it was begun in any direction", () => {
    expect(rangeOf({ row: 2, column: 1 })).toEqual({ top: 2, left: 1, bottom: 2, right: 1 })
    expect(rangeOf({ row: 0, column: 3, anchor: { row: 2, column: 1 } })).toEqual({ top: 0, left: 1, bottom: 2, right: 3 })
  })

  it("holds its edges and nothing beside them", () => {
    const range = { top: 1, left: 1, bottom: 2, right: 2 }
    expect([[1, 1], [2, 2], [0, 1], [1, 3]].map(([row, column]) => isWithin(range, row!, column!))).toEqual([true, true, false, false])
  })

  it("is a text that comes back as it was", () => {
    const cells = [["Paper", '5" screen', ""], ['"quoted"', "two\nlines", "a\ttab"]]
    expect(toBlock([["a", "b"], ["c", "d"]])).toBe("a\tb\nc\td")
    expect(parseBlock(toBlock(cells))).toEqual(cells)
  })

  it("is filled with a block that fits it, and else takes it once", () => {
    const range = { top: 0, left: 0, bottom: 3, right: 1 }
    expect(tiled([["x"]], range)).toEqual([["x", "x"], ["x", "x"], ["x", "x"], ["x", "x"]])
    expect(tiled([["a", "b"], ["c", "d"]], range)).toEqual([["a", "b"], ["c", "d"], ["a", "b"], ["c", "d"]])
    expect(tiled([["a"], ["b"], ["c"]], range)).toEqual([["a"], ["b"], ["c"]])
  })
})

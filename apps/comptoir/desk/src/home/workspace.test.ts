import { describe, expect, it } from "vitest"
import { added, moved, type Block } from "./workspace"

describe("blocks of a start page", () => {
  it("are put where another stands", () => {
    expect([moved(["a", "b", "c"], 0, 2), moved(["a", "b", "c"], 2, 0), moved(["a", "b", "c"], 1, 1)]).toEqual([["b", "c", "a"], ["c", "a", "b"], ["a", "b", "c"]])
  })

  it("are added once", () => {
    const block: Block = { type: "chart", name: "A", label: "A", filters: [], width: 6 }
    expect([added([], block), added([block], { ...block })]).toEqual([[block], [block]])
  })

  it("stay where there is no place to go", () => {
    expect([moved(["a", "b"], 0, -1), moved(["a", "b"], 1, 2)]).toEqual([["a", "b"], ["a", "b"]])
  })
})

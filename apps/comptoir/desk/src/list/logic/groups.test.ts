import { describe, expect, it } from "vitest"
import type { Filter } from "@/types"
import { countOf, fromRoot, readGroup, toRoot, toTree, writeGroup, type FilterGroup } from "./groups"

const KNOWN = new Set(["a", "b", "c"])
const is = (fieldname: string): Filter => [fieldname, "=", "x"]
const any = (...items: FilterGroup["items"]): FilterGroup => ({ any: true, items })
const all = (...items: FilterGroup["items"]): FilterGroup => ({ any: false, items })

describe("a group of conditions", () => {
  it.each([any(is("a"), is("b")), any(is("a"), all(is("b"), is("c"))), all(any(is("a"), is("b")), any(is("b"), is("c"))), any(is("a"), is("b"), is("c"))])("comes back from the address: %j", (group) => {
    expect(readGroup(writeGroup(group), KNOWN)).toEqual(group)
  })

  it("is joined for the server", () => {
    expect(toTree(any(is("a"), all(is("b"), is("c"))))).toEqual([["a", "=", "x"], "or", [["b", "=", "x"], "and", ["c", "=", "x"]]])
  })

  it("is read from left to right", () => {
    expect(readGroup('[["a","=","x"],"and",["b","=","x"],"or",["c","=","x"]]', KNOWN)).toEqual(any(all(is("a"), is("b")), is("c")))
  })

  it("loses what the actor does not have", () => {
    expect(readGroup('[["secret","=","x"],"or",["b","=","x"],"or",["c","=","x"]]', KNOWN)).toEqual(any(is("b"), is("c")))
    expect(readGroup('[["a","=","x"],"or",["a","drop","x"]]', KNOWN)).toEqual(any(is("a")))
  })

  it.each(["", "no json", "5", "[]", '["a","=","x"]', '[["secret","=","x"]]', "[".repeat(9) + "]".repeat(9)])("is none: %s", (text) => {
    expect(readGroup(text, KNOWN)).toBeUndefined()
  })

  it("leaves plain filters plain", () => {
    for (const [filters, where] of [[[is("a")], undefined], [[], any(is("a"), is("b"))], [[is("a")], any(is("b"), is("c"))], [[is("a")], all(any(is("a"), is("b")), any(is("b"), is("c")))]] as [Filter[], FilterGroup | undefined][])
      expect(fromRoot(toRoot(filters, where))).toEqual({ filters, where })
  })

  it("is nothing where nothing is in it", () => {
    expect(fromRoot(all(is("a"), any()))).toEqual({ filters: [is("a")], where: undefined })
    expect(fromRoot(any(is("a")))).toEqual({ filters: [is("a")], where: undefined })
  })

  it("is counted by its conditions", () => {
    expect(countOf(all(is("a"), any(is("b"), is("c"))))).toBe(3)
  })
})

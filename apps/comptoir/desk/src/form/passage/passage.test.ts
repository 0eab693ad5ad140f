import { beforeEach, describe, expect, it } from "vitest"
import { passageOf, placeIn, setOut } from "./passage"

const REQUEST = { doctype: "Thing", fields: ["name", "subject"], filters: [["status", "=", "Open"] as [string, string, string]], order_by: "subject asc", start: 0, page_length: 50 }
beforeEach(() => sessionStorage.clear())

describe("the way through a list", () => {
  it("is that of the list left last, for who left it and what stood in it", () => {
    setOut("anna", REQUEST, ["A", "B", "C"], true)
    expect(passageOf("anna", "Thing", "B")?.question).toEqual({ doctype: "Thing", filters: REQUEST.filters, order_by: "subject asc" })
    expect([passageOf("bert", "Thing", "B"), passageOf("anna", "Other", "B"), passageOf("anna", "Thing", "Z")]).toEqual([undefined, undefined, undefined])
  })

  it("knows what stands before and after, and where it was not read to the end", () => {
    setOut("anna", REQUEST, ["A", "B", "C"], true)
    const way = passageOf("anna", "Thing", "A")!
    expect(placeIn(way, "A")).toEqual({ at: 1, before: undefined, after: "B", further: false })
    expect(placeIn(way, "C")).toEqual({ at: 3, before: "B", after: undefined, further: true })
    expect(placeIn({ ...way, hasMore: false }, "C").further).toBe(false)
  })
})

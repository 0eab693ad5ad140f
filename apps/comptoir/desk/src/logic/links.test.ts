import { describe, expect, it } from "vitest"
import { linkFilters } from "./links"
import { field } from "./testing"

const filters = (link_filters: string, doc = {}) => linkFilters(field("x", "Link", { link_filters }), doc)

describe("the filters of a link", () => {
  it("are read in every declared form", () => {
    expect(filters('[["Item", "disabled", "=", 0]]')).toEqual([["disabled", "=", 0]])
    expect(filters('[["disabled", "=", 0]]')).toEqual([["disabled", "=", 0]])
    expect(filters('{"branch": "B", "qty": [">", 1]}')).toEqual([["branch", "=", "B"], ["qty", ">", 1]])
    expect(filters("")).toEqual([])
  })

  it("take values from the document, and wait while there are none", () => {
    const source = '[["Contact", "client", "=", "eval:doc.client"]]'
    expect(filters(source, { client: "CLI-1" })).toEqual([["client", "=", "CLI-1"]])
    expect(filters(source, {})).toEqual([])
  })
})

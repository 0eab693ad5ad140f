import { describe, expect, it } from "vitest"
import { readFolded, readLimits, withFolded, withLimit } from "./options"

describe("limits", () => {
  it("come back as they were written", () => {
    const written = withLimit(readLimits(withLimit({}, "In: Progress", 3)), "Open", 5)
    expect(readLimits(written)).toEqual({ "In: Progress": 3, Open: 5 })
    expect(withLimit({ Open: 5 }, "Open", undefined)).toBeUndefined()
  })

  it.each(["{", "[1]", "7", '{"Open":"x","Won":0,"Lost":1.5}', undefined])("are none where an address says %s", (text) => {
    expect(readLimits(text)).toEqual({})
  })
})

describe("folded columns", () => {
  it("come back as they were written", () => {
    expect([...readFolded(withFolded(readFolded(withFolded(new Set(), "", true)), "Won", true))]).toEqual(["", "Won"])
    expect(withFolded(new Set(["Won"]), "Won", false)).toBeUndefined()
  })

  it("are none where an address says nothing of them", () => {
    expect([...readFolded('{"a":1}'), ...readFolded("x"), ...readFolded(undefined)]).toEqual([])
  })
})

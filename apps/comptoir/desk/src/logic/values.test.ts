import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import type { FieldView } from "../types"
import { checkValue } from "./checks"
import { normalise } from "./normalise"
import { field } from "./testing"
import { isMissing, sameValue } from "./values"

interface Vector {
  fieldtype: string
  properties?: Partial<FieldView>
  value: unknown
  ok: boolean
  stored?: unknown
}

/** The file is the server's as well: both must take and refuse the same values. */
const vectors = JSON.parse(readFileSync(resolve(process.cwd(), "../../../tests/vectors/values.json"), "utf8")) as Vector[]

describe("the shared vectors of values", () => {
  it.each(vectors.map((vector, index) => [index, JSON.stringify(vector).slice(0, 90), vector] as const))("%i: %s", (_, __, vector) => {
    const declared = field("value", vector.fieldtype, vector.properties)
    const value = normalise(declared.normalise, vector.value)
    expect([checkValue(declared, value).length === 0, value]).toEqual([vector.ok, vector.stored ?? vector.value])
  })
})

describe("what counts as missing", () => {
  it("is nothing, blanks and no rows; a number is never missing, as none is zero", () => {
    expect([null, "", "  ", "<p></p>"].map((value) => isMissing("Text Editor", value))).toEqual([true, true, true, true])
    expect([isMissing("Table", []), isMissing("Int", null), isMissing("Check", 0), isMissing("Date", null)]).toEqual([true, false, false, true])
    expect(isMissing("Text Editor", '<p><img src="/a.png"></p>')).toBe(false)
  })
})

describe("equality", () => {
  it("knows one nothing and one way to write a number", () => {
    expect([sameValue(null, ""), sameValue(1, "1"), sameValue(true, 1), sameValue(0, null), sameValue("1", "1.0")]).toEqual([true, true, true, false, false])
  })
})

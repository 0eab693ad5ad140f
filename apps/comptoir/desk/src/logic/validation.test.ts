import { describe, expect, it } from "vitest"
import type { FieldView } from "../types"
import { checkValue } from "./checks"
import { context, doctype, field } from "./testing"
import { UNFOUND_TEXT, documentProblems, errorMap, problemKey, stillRefused } from "./validation"

const ok = (f: FieldView, value: unknown): boolean => checkValue(f, value).length === 0

describe("values by type", () => {
  it.each([
    [field("x", "Data", { options: "Email" }), "a@b.fr, c@d.example.com", true],
    [field("x", "Data", { options: "Email" }), "a@b", false],
    [field("x", "Data", { options: "Phone" }), "+7 (916) 123-45-67", true],
    [field("x", "Data", { options: "Phone" }), "call me", false],
    [field("x", "Data", { options: "URL" }), "https://example.com/x?y", true],
    [field("x", "Data", { options: "URL" }), "example.com", false],
    [field("x", "Data", { options: "IBAN" }), "DE89370400440532013000", true],
    [field("x", "Data", { options: "IBAN" }), "DE89370400440532013001", false],
    [field("x", "Data", { options: "Name" }), "Анна О'Нил", true],
    [field("x", "Data", { options: "Name" }), "a<b", false],
    [field("x", "Data"), "a".repeat(141), false],
    [field("x", "Data", { length: 200 }), "a".repeat(141), true],
    [field("x", "Small Text"), "a".repeat(5000), true],
    [field("x", "Data", { pattern: "[A-Z]{2}|x" }), "AB", true],
    [field("x", "Data", { pattern: "[A-Z]{2}|x" }), "ABx", false],
    [field("x", "Data", { mask: "99-99" }), "12-34", true],
    [field("x", "Data", { mask: "99-99" }), "1234", false],
    [field("x", "Select", { options: "Open\nClosed" }), "Open", true],
    [field("x", "Select", { options: "Open\nClosed" }), "Lost", false],
    [field("naming_series", "Select", { options: "A-.####" }), "OLD-.####", true],
    [field("x", "Int"), 1.5, false],
    [field("x", "Int"), 2 ** 31, false],
    [field("x", "Int", { length: 12 }), 2 ** 31, true],
    [field("x", "Float", { minimum: 1, maximum: 5 }), 0.5, false],
    [field("x", "Float", { minimum: 1, maximum: 5 }), 5, true],
    [field("x", "Float", { minimum: 0 }), -1, false],
    [field("x", "Currency", { non_negative: 1 }), -0.01, false],
    [field("x", "JSON"), '{"a": 1}', true],
    [field("x", "JSON"), "{a: 1}", false],
    [field("x", "Color"), "#12ab9F", true],
    [field("x", "Color"), "red", false],
    [field("x", "Date"), "2026-02-30", false],
    [field("x", "Datetime"), "2026-02-28 09:30:00.000000", true],
    [field("x", "Datetime"), "2026-02-28", true],
    [field("x", "Datetime"), "2026-02-28T09:30:00Z", true],
    [field("x", "Datetime"), "2026-02-28 25:99", false],
    [field("x", "Datetime"), "2026-02-30 09:30", false],
    [field("x", "Time"), "9:30:00", true],
    [field("x", "Time"), "23:59:59.5", true],
    [field("x", "Time"), "25:99", false],
    [field("x", "Time"), "9:60", false],
    [field("x", "Time"), "soon", false],
  ])("%# %j", (f, value, expected) => {
    expect(ok(f, value)).toBe(expected)
  })

  it("uses the declaration's own message", () => {
    expect(checkValue(field("x", "Data", { pattern: "\\d+", pattern_message: "Digits only, please." }), "a")).toEqual([{ text: "Digits only, please.", values: [] }])
  })

  it("tells one thing where mask and pattern both fail", () => {
    const both = { mask: "99", pattern: "\\d+" }
    expect(checkValue(field("x", "Data", both), "a").map((fault) => fault.values)).toEqual([["x", "99"]])
    expect(checkValue(field("x", "Data", { ...both, pattern_message: "Two digits." }), "a")).toEqual([{ text: "Two digits.", values: [] }])
  })
})

describe("a document", () => {
  const child = doctype("Line", [field("item", "Data", { reqd: 1 }), field("qty", "Int", { minimum: 1 })])
  const meta = doctype("Order", [field("client", "Data", { reqd: 1 }), field("note", "Data", { reqd: 1, depends_on: "client" }), field("lines", "Table", { options: "Line", reqd: 1 })])
  const problems = (doc: Record<string, unknown>) => documentProblems(meta, { Line: child }, context(doc)).map(problemKey)

  it("reports what is missing where it shows", () => {
    expect(problems({})).toEqual(["client", "lines"])
    expect(problems({ client: "A", lines: [] })).toEqual(["note", "lines"])
  })

  it("reports rows by number and leaves empty ones out", () => {
    expect(problems({ client: "A", note: "n", lines: [{ name: "r", qty: 1 }, {}, { item: "x", qty: -1 }] })).toEqual(["lines.1.item", "lines.3.qty"])
  })

  it("lets be what was stored before its rule", () => {
    const strict = doctype("D", [field("code", "Data", { pattern: "[A-Z]+" })])
    const found = (code: string) => documentProblems(strict, {}, context({ code }, { original: { code: "old" } })).length
    expect([found("old"), found("new"), found("NEW")]).toEqual([0, 1, 0])
  })

  it("tells of a pasted text that means no document, even where nothing else stands in the row", () => {
    const row = { __unfound: { item: "Ink" } }
    expect(documentProblems(meta, { Line: child }, context({ client: "c", note: "x", lines: [row] })).map((problem) => [problemKey(problem), problem.fault])).toEqual([["lines.1.item", { text: UNFOUND_TEXT, values: ["Ink"] }]])
  })

  it("checks in a row what may be set only once, until that is saved", () => {
    const strict = doctype("Line", [field("code", "Data", { set_only_once: 1, pattern: "[A-Z]+" })])
    const found = (saved: string): number => documentProblems(meta, { Line: strict }, context({ client: "c", note: "x", lines: [{ name: "r", code: "low" }] }, { original: { lines: [{ name: "r", code: saved }] } })).length
    expect([found(""), found("OLD")]).toEqual([1, 0])
  })

  it("joins its own and the server's problems", () => {
    const own = documentProblems(meta, { Line: child }, context({ note: "x", lines: [{ item: "i", qty: 1 }] }))
    const server = [{ fieldname: "qty", message: "Not in stock.", parentfield: "lines", idx: 2 }]
    expect(errorMap(own, server, (text, ...values) => text.replace("{0}", String(values[0])))).toEqual({ client: ["client is mandatory."], "lines.2.qty": ["Not in stock."] })
  })
})

describe("a refusal", () => {
  const large = { fieldname: "amount", message: "Amount is too large." }
  const taken = { fieldname: "code", message: "Code is taken." }

  it("does not say what was corrected", () => {
    expect(stillRefused("Amount is too large.", [large], [taken])).toBe("")
    expect(stillRefused("Amount is too large.\nCode is taken.", [large], [taken])).toBe("Code is taken.")
    expect(stillRefused("The order cannot be saved.", [large], [taken])).toBe("The order cannot be saved.")
    expect(stillRefused("The order cannot be saved.", [taken], [])).toBe("")
  })
})

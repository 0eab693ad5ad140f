import { describe, expect, it } from "vitest"
import { coloured } from "./colours"

const kinds = (text: string, language: string): string[] => (coloured(text, language) ?? []).filter(({ kind }) => kind).map(({ text: part, kind }) => `${kind}:${part}`)

describe("the colours of source text", () => {
  it.each([
    ["Python", 'def f(x):\n    return "a"  # why', ["tag:def", "tag:return", 'string:"a"', "comment:# why"]],
    ["JSON", '{"a": 1, "b": null}', ['attribute:"a"', "attribute:1", 'attribute:"b"']],
    ["CSS", "p { color: red }", ["tag:p", "attribute:color"]],
    ["Jinja", "<b>{{ doc.name }}</b>", ["tag:<b", "jinja:{{ doc.name }}"]],
  ])("of %s", (language, text, expected) => {
    expect(kinds(text, language)).toEqual(expect.arrayContaining(expected))
  })

  it.each(["Python", "JSON", "CSS", "Jinja", "HTML", "SQL", "Markdown"])("of %s leave every letter of any text", (language) => {
    for (const text of ["", "\n", "<a href='x'>{# no #} & \"t\n", "{'a': [1,, 2}\t\u{1F600}", "def (((", "/* open"]) {
      expect((coloured(text, language) ?? []).map((part) => part.text).join("")).toBe(text)
    }
  })

  it("are none for a language nobody knows", () => {
    expect(coloured("x", "Klingon")).toBeUndefined()
  })
})

import { describe, expect, it } from "vitest"
import { normalise } from "./normalise"

describe("normalisers", () => {
  it.each([
    ["trim collapse", "  a   b ", "a b"],
    ["title", "jean-luc o'NEILL иван", "Jean-Luc O'neill Иван"],
    ["digits", "12-34 ab", "1234"],
    ["email", " Anna.K@Example.COM ", "Anna.K@example.com"],
    ["tax_id", "fr 12.345-67/8", "FR12345678"],
    ["iban", "de89 3704 0044", "DE8937040044"],
    ["url", "Example.com/Path", "https://example.com/Path"],
    ["url", "HTTP://Example.com", "http://example.com"],
    ["url", "example.com:8080/x", "https://example.com:8080/x"],
    ["url", "/relative", "/relative"],
    ["collapse upper", " ab  c", "AB C"],
    [undefined, " x ", " x "],
  ])("%s: %j", (names, text, expected) => {
    expect(normalise(names, text)).toBe(expected)
  })

  it("leave what is no text alone", () => {
    expect(normalise("trim", 5)).toBe(5)
  })
})

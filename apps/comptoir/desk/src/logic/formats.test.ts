import { describe, expect, it } from "vitest"
import { fileTitles, formatValue } from "./formats"
import { field } from "./testing"

const CONTEXT = { formats: { date: "dd.mm.yyyy", number: "#.###,##", currency: "EUR" }, lang: "fr", titles: { "Client::C1": "Acme" } }

describe("a value as text", () => {
  it.each([
    [field("x", "Int"), 12345, "12.345"],
    [field("x", "Float"), 1.5, "1,5"],
    [field("x", "Float", { precision: 1 }), 1.25, "1,2"],
    [field("x", "Percent"), 12.5, "12,5%"],
    [field("x", "Currency"), 1234.5, "1.234,50\u00a0€"],
    [field("x", "Currency", { precision: "4" }), 0.0125, "0,0125\u00a0€"],
    [field("x", "Date"), "2026-01-05", "05.01.2026"],
    [field("x", "Datetime"), "2026-01-05 09:30:00.000000", "05.01.2026 09:30"],
    [field("x", "Time"), "9:30:00", "09:30"],
    [field("x", "Duration"), 5400, "1h 30m"],
    [field("x", "Rating"), 0.6, "3/5"],
    [field("x", "Select", { option_labels: { Open: "Ouvert" } }), "Open", "Ouvert"],
    [field("x", "Link", { options: "Client" }), "C1", "Acme"],
    [field("x", "Link", { options: "Client" }), "C2", "C2"],
    [field("x", "Password"), "**********", "••••••••"],
    [field("x", "Text Editor"), "<p>a &amp; b</p><p>c</p>", "a & b c"],
    [field("x", "Attach"), "/files/a%20b.pdf?x", "a b.pdf"],
    [field("x", "Table"), [{}, {}], "2"],
    [field("x", "Data"), null, ""],
  ])("%#", (f, value, expected) => {
    expect(formatValue(f, value, CONTEXT)).toBe(expected)
  })

  it("calls a file what people called it, where the document knows it", () => {
    const titles = fileTitles([{ file_name: "Plan of the roof.pdf", file_url: "/private/files/2cf24dba.pdf" }])
    const shown = ["/private/files/2cf24dba.pdf", "/private/files/00aa.pdf"].map((url) => formatValue(field("x", "Attach"), url, { titles }))
    expect(shown).toEqual(["Plan of the roof.pdf", "00aa.pdf"])
  })

  it("takes the currency from the field that holds it, first in the row, then in its document", () => {
    const amount = field("x", "Currency", { options: "currency" })
    expect(formatValue(amount, 1, { lang: "en", doc: {}, parent: { currency: "USD" } })).toBe("$1.00")
    expect(formatValue(amount, -1, { lang: "en", doc: { currency: "GBP" }, parent: { currency: "USD" } })).toBe("-£1.00")
  })
})

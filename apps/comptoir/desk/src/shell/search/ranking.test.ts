import { describe, expect, it } from "vitest"
import { ALSO, askedFor, asksHow, BEGUN, EXACT, NEAR, PIECES, rankOf, ranked, WORDS } from "./ranking"

describe("how surely a text means a label", () => {
  it.each([
    ["hôtel", "Hotel", "", EXACT],
    ["hotel", "Hôtel Dubois", "", BEGUN],
    ["deal rep", "Report: Deal", "", WORDS],
    ["epo dea", "Report: Deal", "", PIECES],
    ["dark", "Thème : sombre", "dark night", ALSO],
    ["import clients", "Import into Client", "", NEAR],
    ["отчет сделки", "Отчёт: Сделка", "", NEAR],
    ["client", "Task", "", undefined],
    ["a", "Theme: dark", "", undefined],
    ["clip", "Client", "", undefined],
    ["", "Client", "", undefined],
    ["+-", "Client", "", undefined],
  ])("%s, %s", (text, label, also, expected) => {
    expect(rankOf(text, label, also)).toBe(expected)
  })

  it("puts the surest first and keeps the order of equals", () => {
    const found = ranked(["New dark", "Dark", "Bright", "Darkness", "Dark side"], (label) => rankOf("dark", label))
    expect(found.map(({ item }) => item)).toEqual(["Dark", "Darkness", "Dark side", "New dark"])
  })
})

describe("a question", () => {
  it.each([
    ["how do i merge", true, "merge"],
    ["Comment fusionner deux documents ?", true, "fusionner deux documents"],
    ["как объединить документы", true, "объединить документы"],
    ["merge", false, "merge"],
    ["how", true, ""],
  ])("%s", (text, asking, about) => {
    expect([asksHow(text), askedFor(text)]).toEqual([asking, about])
  })
})

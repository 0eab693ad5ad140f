import { afterEach, expect, it, vi } from "vitest"
import { chosenOf, paperAddress, savePdf } from "./paper"

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it("names the page of a document as it was wanted", () => {
  expect(paperAddress("Warehouse Entry", "WE/1 & 2")).toBe("/printview?doctype=Warehouse+Entry&name=WE%2F1+%26+2")
  expect(paperAddress("Client", "A", { format: "Client Card", letterhead: "-", lang: "ru" })).toBe("/printview?doctype=Client&name=A&format=Client+Card&no_letterhead=1&_lang=ru")
  expect(paperAddress("Client", "A", { letterhead: "Lille" })).toBe("/printview?doctype=Client&name=A&letterhead=Lille")
})

it("keeps the file under the name the server gives it", async () => {
  const kept: string[] = []
  Object.assign(URL, { createObjectURL: () => "blob:made", revokeObjectURL: () => undefined })
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    kept.push(this.download)
  })
  vi.stubGlobal("fetch", async () => new Response("%PDF", { headers: { "Content-Disposition": "attachment; filename=CLI-1.pdf" } }))
  await savePdf("Client", "CLI-1")
  expect(kept).toEqual(["CLI-1.pdf"])
})

it("keeps what was chosen for the next document, and leaves it what is its own", () => {
  const usual = { format: "Card", letterhead: "-", lang: "en" }
  const french = chosenOf({}, usual, { ...usual, lang: "fr" })
  expect(french).toEqual({ lang: "fr" })
  expect(chosenOf(french, usual, { ...usual, lang: "fr", format: "Standard" })).toEqual({ lang: "fr", format: "Standard" })
  expect(chosenOf(french, usual, usual)).toEqual({})
  // The next document is French by itself: what was chosen before stays, whatever else is chosen now.
  const next = { ...usual, lang: "fr" }
  expect(chosenOf(french, next, { ...next, letterhead: "Lille" })).toEqual({ lang: "fr", letterhead: "Lille" })
})

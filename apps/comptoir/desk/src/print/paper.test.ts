import { afterEach, expect, it, vi } from "vitest"
import { paperAddress, savePdf } from "./paper"

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

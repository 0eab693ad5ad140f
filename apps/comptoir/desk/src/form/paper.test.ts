import { afterEach, expect, it, vi } from "vitest"
import { openPaper, savePdf } from "./paper"

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it("opens the page of a document in a window that cannot reach this one", () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null)
  openPaper("Warehouse Entry", "WE/1 & 2")
  expect(open).toHaveBeenCalledWith("/printview?doctype=Warehouse+Entry&name=WE%2F1+%26+2", "_blank", "noopener")
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

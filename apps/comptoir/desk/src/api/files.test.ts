import { afterEach, describe, expect, it, vi } from "vitest"
import { download, fileName } from "./files"

afterEach(() => vi.unstubAllGlobals())

const answered = (response: Response): unknown => vi.stubGlobal("fetch", async () => response)

describe("the name of a file", () => {
  it.each([
    [`attachment; filename="_t_.csv"; filename*=UTF-8''%C3%A9t%C3%A9.csv`, "été.csv"],
    ['attachment; filename="Clients.xlsx"', "Clients.xlsx"],
    ["attachment; filename=Client.csv", "Client.csv"],
    ["inline", ""],
  ])("of %s", (disposition, name) => {
    expect(fileName(disposition)).toBe(name)
  })
})

describe("a file that a function makes", () => {
  it("comes with its name and content", async () => {
    answered(new Response("a,b", { headers: { "Content-Disposition": 'attachment; filename="List.csv"' } }))
    const file = await download("make.list", {})
    expect([file.name, await file.content.text()]).toEqual(["List.csv", "a,b"])
  })

  it("is refused with the sentence of the server", async () => {
    answered(new Response(JSON.stringify({ _server_messages: JSON.stringify([JSON.stringify({ message: "Too many rows." })]) }), { status: 403 }))
    await expect(download("make.list", {})).rejects.toThrow("Too many rows.")
  })

  it("that breaks off is told as the network's fault", async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError("network error")) })
    answered(new Response(broken))
    await expect(download("make.list", {})).rejects.toThrow("The server cannot be reached.")
  })
})

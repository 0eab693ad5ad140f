import { describe, expect, it, vi } from "vitest"
import { type Person, paused } from "./offering"

const person = (id: string): Person => ({ id, label: id, display: id })

describe("people to mention", () => {
  it("are asked for once somebody pauses", async () => {
    const find = vi.fn((text: string) => Promise.resolve([person(text)]))
    const ask = paused(find, 1)
    const answers = await Promise.all([ask("a"), ask("an"), ask("ann")])
    expect(find.mock.calls).toEqual([["ann"]])
    expect(answers).toEqual([[], [], [person("ann")]])
  })

  it("are nobody where the server cannot be asked", async () => {
    expect(await paused(() => Promise.reject(new Error("gone")), 1)("a")).toEqual([])
  })
})

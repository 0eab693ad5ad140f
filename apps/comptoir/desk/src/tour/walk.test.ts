import { describe, expect, it, vi } from "vitest"
import type { Tour, TourStep } from "./contract"
import { type Ground, walkThrough } from "./walk"

const step = (title: string): TourStep => ({ part: title, title: () => title, text: () => "" })
const TOUR: Tour = { name: "test", label: () => "Test", steps: ["menu", "search", "new", "me"].map(step) }

/** A screen that never had `absent`, and of which `gone` turns out not to be there. */
function walk(absent: string[] = [], gone: string[] = []) {
  const ended = vi.fn()
  const ground: Ground<string> = {
    possible: ({ part = "" }) => !absent.includes(part),
    reach: ({ part = "" }) => Promise.resolve(gone.includes(part) ? undefined : { part }),
    ended,
  }
  const made = walkThrough(TOUR, ground)
  const where = (): unknown[] => [made.current.value?.part, made.number.value, made.count.value]
  return { ...made, where, ended }
}

describe("the way through a tour", () => {
  it("goes on to the end, and says so", async () => {
    const { start, next, where, ended } = walk()
    await start()
    expect(where()).toEqual(["menu", 1, 4])
    for (const _ of [1, 2, 3]) await next()
    expect(where()).toEqual(["me", 4, 4])
    await next()
    expect(where()).toEqual([undefined, 0, 4])
    expect(ended.mock.calls).toEqual([["finished"]])
  })

  it("goes back, and stays at the first", async () => {
    const { start, next, back, where } = walk()
    await start()
    await next()
    await back()
    await back()
    expect(where()).toEqual(["menu", 1, 4])
  })

  it("counts only what is on the screen", async () => {
    const { start, next, where } = walk(["menu"])
    await start()
    expect(where()).toEqual(["search", 1, 3])
    await next()
    expect(where()).toEqual(["new", 2, 3])
  })

  it("leaves out what turns out not to be there, in either direction", async () => {
    const { start, next, where } = walk([], ["menu", "new"])
    await start()
    expect(where()).toEqual(["search", 1, 3])
    await next()
    expect(where()).toEqual(["me", 2, 2])
  })

  it("goes back over a part that has gone meanwhile", async () => {
    const gone: string[] = []
    const { start, next, back, where } = walk([], gone)
    await start()
    await next()
    await next()
    gone.push("search")
    await back()
    expect(where()).toEqual(["menu", 1, 3])
  })

  it("stays where it is when nothing before it is there any more", async () => {
    const gone: string[] = []
    const { start, next, back, where, ended } = walk([], gone)
    await start()
    await next()
    gone.push("menu")
    await back()
    expect(where()).toEqual(["search", 1, 3])
    expect(ended).not.toHaveBeenCalled()
  })

  it("ends where the last part is missing", async () => {
    const { start, next, ended } = walk([], ["me"])
    await start()
    for (const _ of [1, 2, 3]) await next()
    expect(ended.mock.calls).toEqual([["finished"]])
  })

  it("is left once, also on its way to a step", async () => {
    const { start, next, end, where, ended } = walk()
    await start()
    const going = next()
    end("left")
    await going
    end("left")
    await next()
    expect(where()).toEqual([undefined, 0, 4])
    expect(ended.mock.calls).toEqual([["left"]])
  })
})

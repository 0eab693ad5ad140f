import { describe, expect, it } from "vitest"
import { useComing, withMissed } from "./coming"

const why = (text: string): Promise<never> => Promise.reject(new Error(text))

describe("values that are coming", () => {
  it("are awaited, whether they come or not", async () => {
    const coming = useComing()
    const done: string[] = []
    let come = (): void => undefined
    coming.awaits(new Promise<void>((resolve) => (come = resolve)).then(() => done.push("came")), "client")
    coming.awaits(why("Nobody."), "party")
    const settled = coming.settled().then(() => done.push("settled"))
    await Promise.resolve()
    come()
    await settled
    expect(done).toEqual(["came", "settled"])
    expect(withMissed({ party: ["Party is mandatory."], note: ["Too long."] }, coming.missed)).toEqual({ party: ["Nobody."], note: ["Too long."] })
  })

  it("are missed no longer once a later one is there, whichever answers first", async () => {
    const coming = useComing()
    let refuse = (_: Error): void => undefined
    coming.awaits(new Promise((_, reject) => (refuse = reject)), "party")
    coming.awaits(Promise.resolve(), "party")
    refuse(new Error("Nobody."))
    await coming.settled()
    expect(coming.missed.size).toBe(0)
    coming.awaits(why("Nobody."), "party")
    await coming.settled()
    expect(coming.missed.size).toBe(1)
    coming.giveUp()
    expect(coming.missed.size).toBe(0)
  })
})

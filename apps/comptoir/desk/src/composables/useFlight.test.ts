import { effectScope } from "vue"
import { describe, expect, it } from "vitest"
import { type Flight, useFlight } from "./useFlight"

function flown(): { flight: Flight; end: () => void } {
  const scope = effectScope()
  return { flight: scope.run(useFlight) as Flight, end: () => scope.stop() }
}

const until = <T>(): { promise: Promise<T>; come: (answer: T) => void; fail: (error: Error) => void } => {
  let come!: (answer: T) => void
  let fail!: (error: Error) => void
  const promise = new Promise<T>((resolve, reject) => ([come, fail] = [resolve, reject]))
  return { promise, come, fail }
}

describe("a question under way", () => {
  it("is overtaken by a newer one, whatever comes first", async () => {
    const { flight } = flown()
    const taken: string[] = []
    const [older, newer] = [until<string>(), until<string>()]
    const signals: AbortSignal[] = []
    const asking = [older, newer].map((each) => flight.ask((signal) => (signals.push(signal), each.promise), (answer) => taken.push(answer)))
    expect([signals.map((each) => each.aborted), flight.loading.value]).toEqual([[true, false], true])
    newer.come("new")
    older.come("old")
    await Promise.all(asking)
    expect([taken, flight.loading.value]).toEqual([["new"], false])
  })

  it("keeps its error until something is answered, and says nothing of one that was dropped", async () => {
    const { flight, end } = flown()
    await flight.ask(() => Promise.reject(new Error("away")), () => undefined)
    expect(flight.error.value?.message).toBe("away")
    await flight.ask(() => Promise.resolve(1), () => undefined)
    expect(flight.error.value).toBe(undefined)
    const dropped = until<number>()
    const asking = flight.ask(() => dropped.promise, () => undefined)
    end()
    dropped.fail(new Error("aborted"))
    await asking
    expect([flight.error.value, flight.loading.value]).toEqual([undefined, false])
  })
})

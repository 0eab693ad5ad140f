import { describe, expect, it } from "vitest"
import { isOpen, pause, STATES, stateColor, stateLabel, type Work } from "./work"

const counts = { queued: 0, retrying: 0, running: 0, failed: 3, cancelled: 0, finished: 1 }
const work = (change: Partial<typeof counts>): Work => ({ jobs: [], counts: { ...counts, ...change }, workers: [], schedulers: [] })

describe("a state of a job", () => {
  it("has a word and a colour", () => {
    expect(STATES.map((state) => [stateLabel(state), stateColor(state)].every(Boolean))).toEqual(STATES.map(() => true))
  })

  it("is open until the job has ended", () => {
    expect(STATES.filter(isOpen)).toEqual(["running", "queued", "retrying"])
  })
})

describe("the page", () => {
  it("asks again soon while something moves", () => {
    expect([pause(work({ running: 1 })), pause(work({ queued: 1 })), pause(work({})), pause(undefined)]).toEqual([2_000, 2_000, 10_000, 10_000])
  })
})

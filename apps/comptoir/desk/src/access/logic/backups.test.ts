import { describe, expect, it } from "vitest"
import type { BackupStanding } from "../site"
import { backupProblem } from "./backups"

const HOUR = 3_600_000
const proof = { proven: "2026-11-28 00:01:00", holds: true, differences: [], rows: 10, files: 1 }
const good: BackupStanding = {
  last: { taken: "2026-11-28 00:00:00", size_mb: 1.5, encrypted: false, proof }, kept: 3, keep: { days: 7, weeks: 5, months: 12 }, next: "2026-11-29 00:00:00", runs: true,
}
const last = good.last!

describe("the backups of a site", () => {
  it("are well when the last one is fresh and proven, and the next will be taken", () => {
    expect(backupProblem(good, 6 * HOUR)).toBeUndefined()
  })

  it.each<[string, Partial<BackupStanding>, number]>([
    ["none", { last: null, runs: false }, 0],
    ["damaged", { last: { ...last, proof: { ...proof, holds: false, differences: ["tabClient: values differ"] } }, next: null }, 72 * HOUR],
    ["old", { next: null, runs: false }, 49 * HOUR],
    ["off", { next: null, runs: false }, 6 * HOUR],
    ["idle", { runs: false }, 6 * HOUR],
    ["unproven", { last: { ...last, proof: null } }, 6 * HOUR],
  ])("are %s, whatever else is wrong below it", (problem, change, age) => {
    expect(backupProblem({ ...good, ...change }, age)).toBe(problem)
  })
})

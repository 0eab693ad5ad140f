/** What is wrong with the backups of a site, the gravest first. */
import type { BackupStanding } from "../site"

export type BackupProblem = "none" | "damaged" | "old" | "idle" | "off" | "unproven"

/** Nightly backups that are a day late have missed a night. */
const LATE = 2 * 86_400_000

export function backupProblem({ last, next, runs }: BackupStanding, age: number): BackupProblem | undefined {
  if (!last) return "none"
  if (last.proof && !last.proof.holds) return "damaged"
  if (age > LATE) return "old"
  if (!next) return "off"
  if (!runs) return "idle"
  return last.proof ? undefined : "unproven"
}

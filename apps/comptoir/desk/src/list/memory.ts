/** What lists looked like when they were left, so that going back shows the same rows at the same place at once. */
import type { Snapshot } from "@/composables/useList"
import { user } from "@/stores/session"

interface Left extends Snapshot {
  scroll: number
}

const LIMIT = 5
const left = new Map<string, Left>()

/** Another user sees other rows. */
const key = (path: string): string => `${user.value} ${path}`

export function keep(path: string, snapshot: Left): void {
  left.delete(key(path))
  left.set(key(path), snapshot)
  const oldest = left.keys().next().value
  if (left.size > LIMIT && oldest !== undefined) left.delete(oldest)
}

/** Only when the browser went back: who opens a list anew wants its top. */
export function recall(path: string): Left | undefined {
  return (history.state as { forward?: string } | null)?.forward ? left.get(key(path)) : undefined
}

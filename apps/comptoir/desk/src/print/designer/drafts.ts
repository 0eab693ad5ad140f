/** What was designed and not saved, kept in the browser until it is saved or discarded. */
import type { Values } from "./api"
import type { Row } from "./arranging"

export interface Draft {
  /** When the format was changed last before the draft was begun. */
  modified: string | null
  values: Values
  rows: Row[]
}

const PREFIX = "comptoir:print-designer:"
export const draftKey = (user: string, about: string): string => `${PREFIX}${user}:${about}`

export function keepDraft(key: string, draft: Draft | undefined): void {
  if (draft) localStorage.setItem(key, JSON.stringify(draft))
  else localStorage.removeItem(key)
}

/** Undefined also for what is no draft: somebody else may write there. */
export function draftAt(key: string): Draft | undefined {
  const kept = localStorage.getItem(key)
  if (!kept) return undefined
  try {
    const draft = JSON.parse(kept) as Draft
    return Array.isArray(draft.rows) && draft.values ? draft : undefined
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

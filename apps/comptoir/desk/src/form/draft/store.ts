/**
 * Unsaved changes in the storage of this browser: written at once, so that a tab that dies loses nothing.
 *
 * The storage belongs to the address of the site; within it each draft lies under its user, doctype and document. It
 * is bounded in number, size and age.
 */
import type { Draft } from "./draft"

const PREFIX = "desk.draft"
const MOST = 30
const LARGEST = 400_000
const LASTS = 7 * 86_400_000

export interface Kept {
  key: string
  draft: Draft
}

/** Everything below a place begins with it: that of a user, or of one of their documents. */
export const placeOf = (user: string, ...about: string[]): string => `${[PREFIX, user, ...about].map(encodeURIComponent).join("/")}/`

export const newKey = (place: string): string => place + Math.random().toString(36).slice(2, 10)

/** Whether there was room for it. */
export function keep(key: string, draft: Draft): boolean {
  const text = JSON.stringify(draft)
  if (text.length > LARGEST) return false
  const others = below(`${PREFIX}/`).filter((kept) => kept.key !== key)
  for (const { key: gone } of others.slice(MOST - 1)) drop(gone)
  for (const room of [...others.slice(0, MOST - 1).reverse(), undefined]) {
    if (stored(key, text)) return true
    if (room) drop(room.key)
  }
  return false
}

export const drop = (key: string): void => localStorage.removeItem(key)

/** The drafts of a place, newest first; what is too old goes. */
export function below(place: string, now = Date.now()): Kept[] {
  const found = Object.keys(localStorage).filter((key) => key.startsWith(place)).flatMap((key) => {
    const draft = read(key)
    if (draft && now - draft.at < LASTS) return [{ key, draft }]
    drop(key)
    return []
  })
  return found.sort((one, other) => other.draft.at - one.draft.at)
}

/** How many documents of `user` have changes that are kept here. */
export const countOf = (user: string): number => below(placeOf(user)).length

export function forgetOf(user: string): void {
  for (const { key } of below(placeOf(user))) drop(key)
}

function stored(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text)
    return true
  } catch (cause) {
    if (cause instanceof DOMException) return false
    throw cause
  }
}

/** Undefined also for what is no draft: somebody else may write there. */
function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "") as Draft
    return typeof draft?.at === "number" && draft.values && draft.before ? draft : undefined
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

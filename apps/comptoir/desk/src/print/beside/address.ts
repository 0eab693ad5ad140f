/**
 * Whether the paper stands beside a form is said by its address: it is part of what is on the screen. It is no setting,
 * because each paper shown is an entry of the access log, and nobody prints what they only open.
 */
import type { LocationQuery, LocationQueryRaw } from "vue-router"

const PREVIEW = "_preview"

export const isShown = (query: LocationQuery): boolean => Boolean(query[PREVIEW])

/** What the address of the next document takes over from `query`. */
export const carried = (query: LocationQuery): LocationQueryRaw => (isShown(query) ? { [PREVIEW]: "1" } : {})

export function turned(query: LocationQuery): LocationQueryRaw {
  const { [PREVIEW]: shown, ...others } = query
  return shown ? others : { ...others, [PREVIEW]: "1" }
}

/** The list somebody came from, in its order: what stands before and after the document on the screen. */
import type { ListRequest } from "@/types"

/** What a list asked for, whatever it showed of it. */
export type Question = Omit<ListRequest, "fields" | "start" | "page_length">

export interface Passage {
  user: string
  question: Question
  /** In the order of the list, as far as it was read. */
  names: string[]
  hasMore: boolean
}

const KEY = "desk.passage"
const MOST = 5_000

/** Said by a list that is left. The last one counts, in this tab. */
export function setOut(user: string, { doctype, filters, or_filters, order_by }: ListRequest, names: readonly string[], hasMore: boolean): void {
  keepPassage({ user, question: { doctype, filters, or_filters, order_by }, names: names.slice(0, MOST), hasMore: hasMore || names.length > MOST })
}

export const keepPassage = (passage: Passage): void => sessionStorage.setItem(KEY, JSON.stringify(passage))

/** The way through the list that `name` was opened from, if it was. */
export function passageOf(user: string, doctype: string, name: string): Passage | undefined {
  const kept = sessionStorage.getItem(KEY)
  const passage = kept ? (JSON.parse(kept) as Passage) : undefined
  return passage?.user === user && passage.question.doctype === doctype && passage.names.includes(name) ? passage : undefined
}

export interface Place {
  /** From 1. */
  at: number
  before: string | undefined
  after: string | undefined
  /** There is one after this that was not read yet. */
  further: boolean
}

export function placeIn(passage: Passage, name: string): Place {
  const index = passage.names.indexOf(name)
  return { at: index + 1, before: passage.names[index - 1], after: passage.names[index + 1], further: index === passage.names.length - 1 && passage.hasMore }
}

/** What happened to a document, newest first: remarks, changes of fields, and everything else that is told in a sentence. */
import type { Call, Comment, DocTypeView, Letter, TimelinePage, Told } from "../types"
import { plainText } from "./formats"
import { DOCSTATUS, type VersionLine, versionLines } from "./versions"

export type Kind = "comment" | "mail" | "call" | "change" | "event"
export type Happening = "created" | "submitted" | "cancelled" | "liked" | "told"

/** What the server can be asked for alone. */
export const KINDS = ["comments", "mails", "calls", "changes", "assignments", "files", "likes", "others"] as const
export type Chosen = (typeof KINDS)[number]

export interface Entry {
  key: string
  kind: Kind
  who: string
  at: string
  comment?: Comment
  letter?: Letter
  call?: Call
  lines?: VersionLine[]
  happening?: Happening
  /** The sentence of an event that the server tells. */
  text?: string
  /** What kind of event it is, in the server's word. */
  type?: string
}

/** One thing the server tells, as the entries it is shown as. */
export function entriesOf(told: Told, meta: DocTypeView, children: Record<string, DocTypeView>): Entry[] {
  const about = { key: told.name, who: told.owner, at: told.creation }
  if (told.source === "Version") return versionEntries(told.name, told.owner, told.creation, versionLines(told.data, meta, children))
  if (told.source === "Communication") return [{ ...about, kind: "mail", letter: told.letter }]
  if (told.source === "Call Log") return [{ ...about, kind: "call", call: told.call }]
  const comment = { ...told, content: told.content ?? "" }
  if (told.comment_type === "Comment") return [{ ...about, kind: "comment", comment }]
  if (told.comment_type === "Like") return [{ ...about, kind: "event", happening: "liked" }]
  return [{ ...about, kind: "event", happening: "told", text: plainText(comment.content), type: told.comment_type }]
}

export type Shown = Pick<TimelinePage, "entries" | "next">

/** What is shown with the newest page laid on top; what it holds no more was taken back. */
export function withNewest(shown: Shown, page: Shown): Shown {
  const before = new Map(shown.entries.map((told) => [told.name, told]))
  const fresh = page.entries.map((told) => kept(before.get(told.name), told))
  if (page.next === null) return { entries: fresh, next: null }
  const { next } = page
  const behind = shown.entries.filter((told) => isBehind(told, next))
  // More has happened than a page holds: what lies between is not known, so the rest is asked for anew.
  const meets = page.entries.some((told) => before.has(told.name)) || behind.length < shown.entries.length
  return meets && behind.length ? { entries: [...fresh, ...behind], next: shown.next } : { entries: fresh, next }
}

/** What is shown with the page behind it. */
export function withEarlier(shown: Shown, page: Shown): Shown {
  const present = new Set(shown.entries.map((told) => told.name))
  return { entries: [...shown.entries, ...page.entries.filter((told) => !present.has(told.name))], next: page.next }
}

/** An entry that says the same stays the same. */
const kept = (before: Told | undefined, now: Told): Told => (before && JSON.stringify(before) === JSON.stringify(now) ? before : now)

function isBehind(told: Told, place: string): boolean {
  const [moment = "", name = ""] = place.split("/")
  const [own, limit] = [told.creation.replace("T", " "), moment.replace("T", " ")]
  return own === limit ? told.name.toLowerCase() < name.toLowerCase() : own < limit
}

/** Kinds as they were remembered: those there are. */
export function chosenOf(kept: unknown): Chosen[] {
  return Array.isArray(kept) ? KINDS.filter((kind) => kept.includes(kind)) : []
}

/** A version that changes the status is an event of its own beside what else it changes. */
function versionEntries(name: string, who: string, at: string, lines: VersionLine[]): Entry[] {
  const status = lines.find((line) => line.label === DOCSTATUS)
  const rest = lines.filter((line) => line !== status)
  const happening = status && ([undefined, "submitted", "cancelled"] as const)[Number(status.after)]
  return [
    ...(happening ? [{ key: `${name}-status`, kind: "event" as const, who, at, happening }] : []),
    ...(rest.length ? [{ key: name, kind: "change" as const, who, at, lines: rest }] : []),
  ]
}

/** A remark as it is stored: paragraphs and lines of plain text, addresses as links. */
export function toMarkup(text: string): string {
  const escaped = text.trim().replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
  const linked = escaped.replace(/\bhttps?:\/\/[^\s<]+[^\s<.,;:!?)\]'&]/g, (address) => `<a href="${address}">${address}</a>`)
  return linked.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replace(/\n/g, "<br>")}</p>`).join("")
}

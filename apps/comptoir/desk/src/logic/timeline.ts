/** What happened to a document, newest first: remarks, changes of fields, and everything else that is told in a sentence. */
import type { Comment, DocInfo, DocTypeView, Letter } from "../types"
import type { Doc } from "./documents"
import { plainText } from "./formats"
import { DOCSTATUS, type VersionLine, versionLines } from "./versions"

export type Kind = "comment" | "mail" | "change" | "event"
export type Filter = "all" | "comment" | "mail" | "change"
export type Happening = "created" | "submitted" | "cancelled" | "liked" | "told"

export interface Entry {
  key: string
  kind: Kind
  who: string
  at: string
  comment?: Comment
  letter?: Letter
  lines?: VersionLine[]
  happening?: Happening
  /** The sentence of an event that the server tells. */
  text?: string
  /** What kind of event it is, in the server's word. */
  type?: string
}

const LOGS = ["assignment_logs", "attachment_logs", "info_logs", "workflow_logs"] as const

export function timelineOf(doc: Doc, info: DocInfo | undefined, meta: DocTypeView, children: Record<string, DocTypeView>): Entry[] {
  const told = LOGS.flatMap((list) => info?.[list] ?? []).map((log): Entry => ({ key: log.name, kind: "event", who: log.owner, at: log.creation, happening: "told", text: plainText(log.content), type: log.comment_type }))
  const entries: Entry[] = [
    ...(info?.comments ?? []).map((comment): Entry => ({ key: comment.name, kind: "comment", who: comment.owner, at: comment.creation, comment })),
    ...(info?.communications ?? []).map((letter): Entry => ({ key: letter.name, kind: "mail", who: letter.owner, at: letter.creation, letter })),
    ...(info?.versions ?? []).flatMap((version) => versionEntries(version.name, version.owner, version.creation, versionLines(version.data, meta, children))),
    ...told,
    ...(info?.like_logs ?? []).map((log): Entry => ({ key: log.name, kind: "event", who: log.owner, at: log.creation, happening: "liked" })),
    ...(doc.creation ? [{ key: "created", kind: "event" as const, who: String(doc.owner ?? ""), at: String(doc.creation), happening: "created" as const }] : []),
  ]
  return entries.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))
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

export function filtered(entries: readonly Entry[], filter: Filter): Entry[] {
  return entries.filter((entry) => filter === "all" || entry.kind === filter)
}

/** A remark as it is stored: paragraphs and lines of plain text, addresses as links. */
export function toMarkup(text: string): string {
  const escaped = text.trim().replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
  const linked = escaped.replace(/\bhttps?:\/\/[^\s<]+[^\s<.,;:!?)\]'&]/g, (address) => `<a href="${address}">${address}</a>`)
  return linked.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replace(/\n/g, "<br>")}</p>`).join("")
}

/** A remark as somebody edits it: the text without its markup, lines kept. */
export function toText(markup: string): string {
  const lines = markup.replace(/<br\s*\/?>/gi, "\n").replace(/<\/(p|div|li|h\d|blockquote|pre)>\s*(?=<)/gi, "\n\n").replace(/<[^>]*>/g, "")
  return lines.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&nbsp;/g, " ").replace(/&amp;/g, "&").replace(/\n{3,}/g, "\n\n").trim()
}

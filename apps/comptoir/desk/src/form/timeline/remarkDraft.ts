/** A remark that is being written, kept in this browser like the unsaved changes of a form. */
import { below, drop, keep, placeOf } from "@/form/draft/store"

export interface RemarkDraft {
  read: () => string
  keep: (html: string) => void
}

/** One for each document: what is written in two tabs is one remark. */
export function remarkDraft(user: string, doctype: string, name: string): RemarkDraft {
  const place = placeOf(user, doctype, "remark", name)
  const key = `${place}own`
  return {
    read: () => String(below(place)[0]?.draft.values.content ?? ""),
    keep: (content) => void (content ? keep(key, { at: Date.now(), modified: "", values: { content }, before: {} }) : drop(key)),
  }
}

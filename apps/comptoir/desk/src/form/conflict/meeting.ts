/** What two people made of one document: the fields that differ now, and who changed each of them. */
import { type Change, changesOf } from "@/logic/dirty"
import { type Doc, type Row, rowsOf } from "@/logic/documents"
import { holdsValue } from "@/logic/fieldtypes"
import type { MetaBundle } from "@/types"
import { type Difference, differences, draftOf } from "../draft/draft"

export interface Meeting {
  /** Changed here, and different there: to be decided on. */
  mine: Difference[]
  /** Changed there alone: it stays as it is there. */
  theirs: Difference[]
}

const SECRET = "Password"

export function meetingOf(bundle: MetaBundle, original: Doc, doc: Doc, changes: readonly Change[], present: Doc): Meeting {
  const draft = draftOf(bundle, original, doc, changes, false)
  const changed = new Set(changes.map((change) => change.parentfield ?? change.fieldname))
  const others = new Set(changesOf(bundle.doctype, bundle.children, original, present).map((change) => change.parentfield ?? change.fieldname))
  return {
    mine: draft ? differences(bundle, draft, present) : [],
    theirs: bundle.doctype.fields
      .filter((field) => holdsValue(field.fieldtype) && field.fieldtype !== SECRET && field.label && !field.hidden && others.has(field.fieldname) && !changed.has(field.fieldname))
      .map((field) => ({ field, before: original[field.fieldname] ?? null, now: present[field.fieldname] ?? null, mine: original[field.fieldname] ?? null, overtaken: true })),
  }
}

export interface RowCounts {
  all: number
  added: number
  changed: number
  removed: number
}

/** What became of the rows of a table. */
export function rowCounts({ children }: MetaBundle, { field, before }: Pick<Difference, "field" | "before">, value: unknown): RowCounts {
  const child = children[field.options ?? ""]
  const [old, now] = [rowsOf({ rows: before }, "rows"), rowsOf({ rows: value }, "rows")]
  const known = new Map<unknown, Row>(old.filter((row) => row.name).map((row) => [row.name, row]))
  const kept = now.filter((row) => known.has(row.name))
  const changed = child ? kept.filter((row) => changesOf(child, {}, known.get(row.name) ?? {}, row).length > 0) : []
  return { all: now.length, added: now.length - kept.length, changed: changed.length, removed: old.length - kept.length }
}

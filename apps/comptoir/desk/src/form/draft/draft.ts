/** What is kept of a document's unsaved changes, what differs from the document of today, and how they are put back. */
import { type Change, changesOf } from "@/logic/dirty"
import { type Doc, type Row, copyDoc, rowsOf } from "@/logic/documents"
import { TABLES, holdsValue } from "@/logic/fieldtypes"
import type { DocTypeView, FieldView, MetaBundle } from "@/types"
import { titleKey } from "../env"

export interface Draft {
  /** When it was kept last, in milliseconds. */
  at: number
  /** The version that was changed; empty for a new document. */
  modified: string
  /** The changed fields as they were entered, and as they were before. */
  values: Doc
  before: Doc
  /** What the documents are called that the values lead to. */
  titles?: Record<string, string>
}

export interface Difference {
  field: FieldView
  before: unknown
  now: unknown
  mine: unknown
  /** Somebody has changed it meanwhile. */
  overtaken: boolean
}

const SECRET = "Password"
/** The name somebody gives to a new document; it is no field. */
const NAME = "name"

/** Secrets stay out, and what this person may not write: it is not theirs to put back. */
const isKept = (field: FieldView): boolean => holdsValue(field.fieldtype) && field.fieldtype !== SECRET && field.can_write

export function draftOf({ doctype, children }: MetaBundle, original: Doc, doc: Doc, changes: readonly Change[], isNew: boolean, at = Date.now()): Draft | undefined {
  const changed = new Set(changes.map((change) => change.parentfield ?? change.fieldname))
  const values: Doc = {}
  const before: Doc = {}
  for (const field of doctype.fields.filter((each) => isKept(each) && changed.has(each.fieldname))) {
    values[field.fieldname] = kept(field, doc, children)
    before[field.fieldname] = kept(field, original, children)
  }
  if (!Object.keys(values).length) return undefined
  if (isNew && doc[NAME]) values[NAME] = doc[NAME]
  return { at, modified: isNew ? "" : String(original.modified ?? ""), values, before }
}

function kept(field: FieldView, doc: Doc, children: Record<string, DocTypeView>): unknown {
  if (!TABLES.has(field.fieldtype)) return doc[field.fieldname] ?? null
  const unkept = new Set((children[field.options ?? ""]?.fields ?? []).filter((each) => holdsValue(each.fieldtype) && !isKept(each)).map((each) => each.fieldname))
  return copyDoc(rowsOf(doc, field.fieldname)).map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !unkept.has(key) && !key.startsWith("__"))))
}

/** Of `titles` those of the documents that `values` lead to, rows of tables included. */
export function titlesIn({ doctype, children }: MetaBundle, values: Doc, titles: Readonly<Record<string, string>>): Record<string, string> {
  const linked = (fields: readonly FieldView[], of: Doc): string[] =>
    fields.flatMap((field) => {
      if (TABLES.has(field.fieldtype)) return rowsOf(of, field.fieldname).flatMap((row) => linked(children[field.options ?? ""]?.fields ?? [], row))
      const target = field.fieldtype === "Link" ? field.options : field.fieldtype === "Dynamic Link" ? of[field.options ?? ""] : undefined
      return target && of[field.fieldname] ? [titleKey(String(target), of[field.fieldname])] : []
    })
  return Object.fromEntries(linked(doctype.fields, values).flatMap((key) => (titles[key] ? [[key, titles[key]]] : [])))
}

/** The fields of a draft whose values are not those of the document. */
export function differences({ doctype, children }: MetaBundle, draft: Draft, doc: Doc): Difference[] {
  const same = (field: FieldView, one: unknown, other: unknown): boolean =>
    changesOf({ ...doctype, fields: [field] }, children, { [field.fieldname]: one }, { [field.fieldname]: other }).length === 0
  return doctype.fields
    .filter((field) => isKept(field) && field.fieldname in draft.values)
    .map((field) => {
      const [before, now, mine] = [draft.before[field.fieldname], kept(field, doc, children), draft.values[field.fieldname]]
      return { field, before, now, mine, overtaken: !same(field, before, now) }
    })
    .filter(({ field, now, mine }) => !same(field, now, mine))
}

/** The document with the chosen values of a draft. Rows that are gone meanwhile come back as new ones. */
export function putBack(doc: Doc, draft: Draft, chosen: readonly Difference[]): Doc {
  const result: Doc = { ...doc }
  for (const { field, mine } of chosen) {
    result[field.fieldname] = TABLES.has(field.fieldtype) ? living(rowsOf(doc, field.fieldname), copyDoc(mine as Row[])) : mine
  }
  if (draft.values[NAME] && !doc[NAME]) result[NAME] = draft.values[NAME]
  return result
}

/** A row that is still there keeps what the draft was not allowed to hold. */
function living(present: readonly Row[], mine: readonly Row[]): Row[] {
  const rows = new Map(present.map((row) => [row.name, row]))
  return mine.map((row) => {
    const { name, ...values } = row
    const now = name ? rows.get(name) : undefined
    return now ? { ...now, ...row } : values
  })
}

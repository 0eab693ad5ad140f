/** What the server would make of a document that is not saved yet, kept beside it: the document stays as it was entered. */
import { type Doc, type Row, newRow, originalRow, sentRows } from "@/logic/documents"
import { NUMBERS, TABLES } from "@/logic/fieldtypes"
import { isBlank, sameValue } from "@/logic/values"
import type { FieldView, MetaBundle } from "@/types"

/** The answer: by fieldname, and for each row that was sent; null for a row that a save would drop. */
export interface Answer {
  values: Doc
  rows: Record<string, (Doc | null)[]>
  _link_titles: Record<string, string>
}

interface Told {
  values: Doc
  /** As it was before anybody entered anything. */
  before: Doc | undefined
}

export type ToldOf = ReadonlyMap<Doc, Told>

/** Types whose value is read in place. The others are entered in editors of their own and are shown as they were entered. */
const SHORT = new Set(["Data", "Small Text", "Select", "Link", "Dynamic Link", "Int", "Float", "Currency", "Percent", "Duration", "Date", "Datetime", "Time"])

/** Which rows of `doc` the answer speaks of. Documents and rows are known by `same`, what they are beneath their proxies. */
export function toldOf(answer: Answer, { doctype, children }: MetaBundle, doc: Doc, original: Doc, same: (of: Doc) => Doc): ToldOf {
  const told = new Map<Doc, Told>([[same(doc), { values: answer.values, before: original }]])
  for (const table of doctype.fields.filter((field) => TABLES.has(field.fieldtype))) {
    const child = children[table.options ?? ""]
    sentRows(doc, table.fieldname, child).forEach((row: Row, index) => {
      const values = answer.rows[table.fieldname]?.[index]
      if (values) told.set(same(row), { values, before: originalRow(original, table.fieldname, row) ?? (child && newRow(child)) })
    })
  }
  return told
}

/**
 * Whether a field stands for what the server said: always where nobody enters it, elsewhere as long as nobody has entered
 * anything else than nothing, or than what stood there before.
 */
export function follows(told: Told | undefined, field: FieldView, own: unknown): boolean {
  if (!told || !(field.fieldname in told.values)) return false
  if (field.read_only || field.is_virtual || field.can_write === false || field.fieldtype === "Read Only") return true
  if (!SHORT.has(field.fieldtype)) return false
  return isBlank(own) || (NUMBERS.has(field.fieldtype) && Number(own) === 0) || sameValue(own, told.before?.[field.fieldname])
}

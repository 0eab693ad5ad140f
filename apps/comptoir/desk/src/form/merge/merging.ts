/** Two documents side by side: where they differ, and which values the one that stays begins with. */
import { changesOf } from "@/logic/dirty"
import type { Doc } from "@/logic/documents"
import { NUMBERS, TABLES, holdsValue } from "@/logic/fieldtypes"
import type { DocTypeView, FieldView, MetaBundle } from "@/types"

export interface Difference {
  field: FieldView
  values: [unknown, unknown]
  /** Whether this person may choose the value of the one that goes. */
  free: boolean
}

/** Which of two documents. */
export type Side = 0 | 1

const SECRET = "Password"
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)

/** A number that nobody entered is stored as zero. */
const isNone = ({ field, values }: Difference, side: Side): boolean => isEmpty(values[side]) || (NUMBERS.has(field.fieldtype) && field.fieldtype !== "Check" && Number(values[side]) === 0)

export function differencesOf({ doctype, children }: MetaBundle, docs: readonly [Doc, Doc]): Difference[] {
  const same = (field: FieldView, one: unknown, other: unknown): boolean =>
    TABLES.has(field.fieldtype)
      ? held(children[field.options ?? ""], one) === held(children[field.options ?? ""], other)
      : changesOf({ ...doctype, fields: [field] }, children, { [field.fieldname]: one }, { [field.fieldname]: other }).length === 0
  return doctype.fields
    .filter((field) => holdsValue(field.fieldtype) && field.fieldtype !== SECRET && field.label)
    .map((field): Difference => ({ field, values: [docs[0][field.fieldname] ?? null, docs[1][field.fieldname] ?? null], free: field.can_write && !field.read_only && !field.set_only_once }))
    .filter(({ field, values: [one, other] }) => !(isEmpty(one) && isEmpty(other)) && !same(field, one, other))
}

/** What rows hold, whatever they are called. */
function held(row: DocTypeView | undefined, rows: unknown): string {
  const names = (row?.fields ?? []).filter((field) => holdsValue(field.fieldtype)).map((field) => field.fieldname)
  return JSON.stringify((Array.isArray(rows) ? (rows as Doc[]) : []).map((each) => names.map((name) => each[name] ?? null)))
}

/** What people are asked about; what they never see follows what is suggested. */
export const isAsked = ({ field }: Difference): boolean => !field.hidden

/** The one that stays keeps what it has; what it lacks it takes. */
export function suggested(differences: readonly Difference[], kept: Side): Record<string, Side> {
  const other: Side = kept === 0 ? 1 : 0
  return Object.fromEntries(differences.map(({ field, values, free }) => [field.fieldname, free && isNone({ field, values, free }, kept) ? other : kept]))
}

/** The fields whose values come from the one that goes. */
export const takenBy = (chosen: Record<string, Side>, kept: Side): string[] => Object.keys(chosen).filter((fieldname) => chosen[fieldname] !== kept)

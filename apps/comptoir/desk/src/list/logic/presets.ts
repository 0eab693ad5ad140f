/** What a new document starts with when it is made from a filtered list. */
import type { DocTypeView, Filter } from "@/types"

/** The plain equalities of the list on fields the actor may write. */
export function presets(view: DocTypeView, filters: Filter[]): Record<string, string> {
  const writable = new Set(view.fields.filter((field) => field.can_write && !field.read_only && !field.hidden).map((field) => field.fieldname))
  const equal = filters.filter(([fieldname, op, value]) => op === "=" && !Array.isArray(value) && writable.has(fieldname))
  return Object.fromEntries(equal.map(([fieldname, , value]) => [fieldname, String(value)]))
}

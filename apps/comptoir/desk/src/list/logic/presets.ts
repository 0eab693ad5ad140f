/** What a new document starts with when it is made from a filtered list. */
import type { DocTypeView, Filter } from "@/types"
import { wordText } from "./words"

/** The plain equalities of the list on fields the actor may write; "me" and the like are words of filters alone. */
export function presets(view: DocTypeView, filters: Filter[]): Record<string, string> {
  const writable = new Map(view.fields.filter((field) => field.can_write && !field.read_only && !field.hidden).map((field) => [field.fieldname, field]))
  const equal = filters.filter(([fieldname, op, value]) => {
    const field = writable.get(fieldname)
    return field && op === "=" && !Array.isArray(value) && wordText(field, String(value)) === undefined
  })
  return Object.fromEntries(equal.map(([fieldname, , value]) => [fieldname, String(value)]))
}

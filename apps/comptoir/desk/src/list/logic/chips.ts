/** Which fields get a quick filter in the tool row. */
import type { DocTypeView, FieldView, Filter } from "@/types"
import { statusField } from "./status"

/** The status first, then the standard filters up to `limit`; whatever is filtered by is always there, once. */
export function chipFields(view: DocTypeView, fields: FieldView[], filters: Filter[], limit: number): FieldView[] {
  const status = statusField(view)?.fieldname
  const wanted = view.standard_filters.filter((fieldname) => fieldname !== view.title_field)
  const ordered = [...wanted.filter((fieldname) => fieldname === status), ...wanted.filter((fieldname) => fieldname !== status)]
  const names = new Set([...ordered.slice(0, limit), ...filters.map(([fieldname]) => fieldname)])
  return [...names].flatMap((name) => fields.find((field) => field.fieldname === name) ?? [])
}

/** The few fields a new document needs. */
import type { DocTypeView, FieldView } from "../types"
import { TABLES, holdsValue } from "./fieldtypes"

/** What is required or meant for quick entry, and the title; nothing that cannot be written. */
export function quickFields(meta: DocTypeView): FieldView[] {
  return meta.fields.filter((field) => {
    if (!holdsValue(field.fieldtype) || field.hidden || field.read_only || field.can_write === false) return false
    if (TABLES.has(field.fieldtype)) return Boolean(field.reqd)
    return Boolean(field.reqd || field.allow_in_quick_entry || field.fieldname === meta.title_field)
  })
}

/** Which cells of a list may be edited where they stand. */
import { TOO_WIDE_FOR_CELL } from "@/logic/fieldtypes"
import { fieldState } from "@/logic/visibility"
import type { DocTypeView, Document } from "@/types"
import { UNEDITABLE } from "./bulk"
import type { Column } from "./columns"

/** Whether the declaration, the actor's rights and the status of the document speak for it. */
export function offersEdit(view: DocTypeView, column: Column, row: Document): boolean {
  const { field } = column
  if (!view.rights.write || !field?.can_write || UNEDITABLE.has(field.fieldtype) || TOO_WIDE_FOR_CELL.has(field.fieldtype)) return false
  return canEdit(view, { ...column, field: { ...field, depends_on: undefined, read_only_depends_on: undefined } }, row)
}

/** Conditions may ask for values that a list does not show. */
export const needsDocument = ({ field }: Column): boolean => Boolean(field?.depends_on || field?.read_only_depends_on || field?.fieldtype === "Dynamic Link")

export function canEdit(view: DocTypeView, { field }: Column, doc: Document): boolean {
  if (!field) return false
  const state = fieldState(field, { doc, isNew: false, canWrite: view.rights.write })
  return state.visible && !state.readOnly
}

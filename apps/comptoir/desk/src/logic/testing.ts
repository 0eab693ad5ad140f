/** Small builders for tests of the form's logic. */
import type { DocTypeView, FieldView } from "../types"
import type { FormContext } from "./visibility"

export function field(fieldname: string, fieldtype = "Data", more: Partial<FieldView> = {}): FieldView {
  return { fieldname, fieldtype, widget: "", can_write: true, label: fieldname, ...more }
}

export function doctype(name: string, fields: FieldView[], more: Partial<DocTypeView> = {}): DocTypeView {
  const rights = { select: true, read: true, write: true, create: true, delete: true, submit: true, cancel: true, amend: true, export: true, import: true, print: true, email: true, share: true, report: true }
  return { name, label: name, module: "Test", search_fields: [], states: [], fields, list_columns: [], standard_filters: [], rights, links: [], actions: [], ...more }
}

export function context(doc: Record<string, unknown>, more: Partial<FormContext> = {}): FormContext {
  return { doc, isNew: false, canWrite: true, ...more }
}

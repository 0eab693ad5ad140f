/** Makes declarations for tests out of the few things a test cares about. */
import type { DocTypeView, FieldView } from "@/types"

export const field = (fieldname: string, fieldtype: string, rest: Partial<FieldView> = {}): FieldView => ({
  fieldname, fieldtype, label: fieldname, widget: fieldtype, can_write: true, ...rest,
})

export const view = (fields: FieldView[], rest: Partial<DocTypeView> = {}): DocTypeView => ({
  name: "Thing", label: "Thing", module: "Test", search_fields: [], states: [], list_columns: fields.map((each) => each.fieldname),
  standard_filters: [], rights: {} as DocTypeView["rights"], links: [], actions: [], fields, ...rest,
})

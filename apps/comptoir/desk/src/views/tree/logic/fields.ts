/** The link by which documents lie below each other, and what can be done with it. */
import { t } from "@/i18n"
import { isFilterable } from "@/list/logic/operators"
import type { DocTypeView, Document, FieldView } from "@/types"

const scrub = (name: string): string => name.replace(/[ -]/g, "_").toLowerCase()

export const parentField = (view: DocTypeView): FieldView | undefined =>
  [view.nsm_parent_field, `parent_${scrub(view.name)}`]
    .flatMap((name) => view.fields.filter((field) => field.fieldname === name && field.fieldtype === "Link" && field.options === view.name && isFilterable(field)))[0]

/** Trees whose documents say of themselves whether others may lie below them. */
export const groupFlag = (view: DocTypeView): FieldView | undefined => view.fields.find((field) => field.fieldname === "is_group" && field.fieldtype === "Check")

export const holdsOthers = (view: DocTypeView, row: Document): boolean => !groupFlag(view) || Boolean(row.is_group)

/** Why documents stay where they are, as a sentence; nothing where they can be moved. */
export function whyFixed(view: DocTypeView, link: FieldView): string | undefined {
  if (!view.rights.write) return t("You may look at these documents, but not change them.")
  if (!link.can_write || link.read_only) return t("{0} is not yours to change.", link.label ?? link.fieldname)
  return undefined
}

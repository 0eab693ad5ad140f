/** Which fields a board can be arranged by, what it sums, and what its cards show. */
import { t } from "@/i18n"
import { columnOf, listColumns, titleField, type Column } from "@/list/logic/columns"
import { isFilterable } from "@/list/logic/operators"
import { statusField } from "@/list/logic/status"
import { isSummed } from "@/logic/fieldtypes"
import type { DocTypeView, FieldView } from "@/types"

type IsPerson = (doctype: string) => boolean

const STAGE = /(^|_)(stage|state|status|phase|step|workflow|progress)(_|$)/
const UNSHOWN = new Set(["Text Editor", "HTML Editor", "Markdown Editor", "Code", "JSON", "Attach", "Attach Image"])
const FIRST_SHOWN = 2
export const MOST_SHOWN = 5

const visible = (field: FieldView): boolean => Boolean(field.label) && !field.hidden && isFilterable(field)
const writable = (field: FieldView): boolean => field.can_write && !field.read_only

export const groupFields = (view: DocTypeView): FieldView[] =>
  view.fields.filter((field) => visible(field) && Boolean(field.options) && (field.fieldtype === "Select" || field.fieldtype === "Link"))

/** What a board is arranged by where nobody has chosen: the status, or what leads to it where that is not written by hand. */
export function firstGroup(view: DocTypeView): FieldView | undefined {
  const status = statusField(view)
  const rank = (field: FieldView): number =>
    (writable(field) ? 4 : 0) + (field.fieldname === status?.fieldname ? 3 : STAGE.test(field.fieldname) ? 2 : 0) + (field.fieldtype === "Select" ? 1 : 0)
  return groupFields(view).sort((one, other) => rank(other) - rank(one))[0]
}

export const sumFields = (view: DocTypeView): FieldView[] => view.fields.filter((field) => visible(field) && isSummed(field))

/** Money of the list, where there is any. */
export const firstSum = (view: DocTypeView): FieldView | undefined => sumFields(view).find((field) => field.fieldtype === "Currency" && view.list_columns.includes(field.fieldname))

/** The chosen field, the first choice where none is chosen, nothing where that was chosen. */
export function chosen(fields: FieldView[], name: string | undefined, first: FieldView | undefined): FieldView | undefined {
  if (name === NONE) return undefined
  return fields.find((field) => field.fieldname === name) ?? first
}
export const NONE = "-"

export const cardFields = (view: DocTypeView, by: FieldView): FieldView[] =>
  view.fields.filter((field) => visible(field) && !UNSHOWN.has(field.fieldtype) && ![titleField(view), by.fieldname].includes(field.fieldname))

/** The columns on a card: as chosen, else the first of the list that are not about people, who have their own place. */
export function cardColumns(view: DocTypeView, by: FieldView, names: string | undefined, isPerson: IsPerson): Column[] {
  const offered = cardFields(view, by)
  const wanted = names === undefined ? undefined : names === NONE ? [] : names.split(",")
  if (wanted) return wanted.flatMap((name) => offered.filter((field) => field.fieldname === name)).slice(0, MOST_SHOWN).map((field) => columnOf(field, isPerson))
  const usual = view.list_columns.flatMap((name) => offered.filter((field) => field.fieldname === name)).map((field) => columnOf(field, isPerson))
  const told = usual.filter((column) => column.kind !== "person" && column.kind !== "check")
  const rank = (column: Column): number => Number(column.kind === "money") * 2 + Number(column.kind === "link")
  return [...told].sort((one, other) => rank(other) - rank(one)).slice(0, FIRST_SHOWN)
}

/** Whose portrait stands on a card. */
export function personField(view: DocTypeView, by: FieldView, isPerson: IsPerson): FieldView | undefined {
  const people = view.fields.filter((field) => field.fieldtype === "Link" && !field.hidden && field.fieldname !== by.fieldname && isPerson(field.options ?? ""))
  return people.find((field) => view.list_columns.includes(field.fieldname)) ?? people[0]
}

export const titleColumn = (view: DocTypeView, isPerson: IsPerson): Column => listColumns(view, isPerson)[0] as Column

/** Why cards stay where they are, as a sentence; nothing where they can be moved. */
export function whyFixed(view: DocTypeView, by: FieldView): string | undefined {
  if (!view.rights.write) return t("You may look at these documents, but not change them.")
  if (!by.can_write) return t("{0} is not yours to change.", by.label ?? by.fieldname)
  if (by.read_only) return t("{0} follows from other fields and is not set by hand.", by.label ?? by.fieldname)
  if (by.set_only_once) return t("{0} is set once and stays.", by.label ?? by.fieldname)
  return undefined
}

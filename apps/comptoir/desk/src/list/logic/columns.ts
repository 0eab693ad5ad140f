/** Which columns a list shows and what each cell is, read from the metadata alone. */
import { t } from "@/i18n"
import type { DocTypeView, FieldView } from "@/types"
import { isFilterable } from "./operators"
import { isDeadline, isEnd, statusField } from "./status"

export type Kind =
  | "title" | "status" | "person" | "link" | "choice" | "money" | "number" | "percent" | "check" | "date" | "datetime" | "time" | "duration"
  | "rating" | "color" | "image" | "text" | "id" | "when"

export interface Column {
  fieldname: string
  label: string
  kind: Kind
  width: number
  right: boolean
  field?: FieldView
  /** A date that work should be done by. */
  deadline?: boolean
  /** The doctype whose documents are called in the reader's language, where the column shows what they are called. */
  says?: string
}

const KINDS: Record<string, Kind> = {
  Select: "choice", Link: "link", "Dynamic Link": "text", Currency: "money", Float: "number", Int: "number", "Long Int": "number", Percent: "percent",
  Check: "check", Date: "date", Datetime: "datetime", Time: "time", Duration: "duration", Rating: "rating", Color: "color", "Attach Image": "image", Image: "image",
}
const WIDTHS: Partial<Record<Kind, number>> = {
  title: 260, person: 160, link: 152, choice: 120, money: 136, number: 104, percent: 96, check: 88, date: 148, datetime: 156, time: 88,
  duration: 104, rating: 112, color: 104, image: 56, id: 172, when: 140,
}
const RIGHT = new Set<Kind>(["money", "number", "percent", "duration"])
const UNLISTED = new Set(["Section Break", "Column Break", "Tab Break", "Fold", "Heading", "Button", "HTML", "Table", "Table MultiSelect", "Password", "Signature", "Geolocation"])
const MOMENTS = new Set(["modified", "creation"])
const OPAQUE = /^(hash|autoincrement|uuid|random)?$/i

const known = (view: DocTypeView, fieldname: string): FieldView | undefined => view.fields.find((field) => field.fieldname === fieldname)
const namingField = (view: DocTypeView): string | undefined => /^field:(\w+)$/.exec(view.autoname ?? "")?.[1]

/** Names nobody reads: hashes and counters. */
export const opaqueNames = (view: DocTypeView): boolean => OPAQUE.test(view.autoname ?? "") && !/expression|set by user|by fieldname/i.test(view.naming_rule ?? "")

/** The field whose value stands for the document in a list; "name" when there is none. */
export function titleField(view: DocTypeView): string {
  for (const fieldname of [view.title_field, namingField(view)]) if (fieldname && known(view, fieldname)) return fieldname
  const first = view.list_columns.find((fieldname) => known(view, fieldname) && !UNLISTED.has(known(view, fieldname)?.fieldtype ?? ""))
  return opaqueNames(view) && first ? first : "name"
}

/** Whether the name is shown small beside the title: it says something the title does not. */
export const showsName = (view: DocTypeView): boolean => !opaqueNames(view) && titleField(view) !== "name" && namingField(view) !== titleField(view)

/** `isPerson` says whether a link target is about people; they are shown with a portrait. */
export function listColumns(view: DocTypeView, isPerson: (doctype: string) => boolean): Column[] {
  const title = titleField(view)
  const status = statusField(view)
  const first = { ...column(known(view, title) ?? standardField(title), "title"), ...(view.translated_doctype ? { says: view.name } : {}) }
  const rest = view.list_columns.filter((fieldname) => ![title, status?.fieldname, "name"].includes(fieldname) && !(showsName(view) && fieldname === namingField(view)))
  const fields = rest.flatMap((fieldname) => known(view, fieldname) ?? []).filter((field) => !UNLISTED.has(field.fieldtype))
  return [
    first,
    ...(status || view.is_submittable ? [column(status ?? standardField("docstatus"), "status")] : []),
    ...fields.map((field) => column(field, kindOf(field, isPerson))),
    column(standardField("modified"), "when"),
  ]
}

/** The same in a table: documents that are submitted are spoken of by their numbers, and have days of their own to tell when. */
export function tableColumns(view: DocTypeView, isPerson: (doctype: string) => boolean): Column[] {
  const [title, ...rest] = listColumns(view, isPerson)
  if (!title || !view.is_submittable || !showsName(view)) return title ? [title, ...rest] : rest
  return [title, column(standardField("name"), "id"), ...rest.filter(({ kind }) => kind !== "when")]
}

/** Every column a list may have beside its title, as the declaration orders its fields. */
export function offeredColumns(view: DocTypeView, isPerson: (doctype: string) => boolean): Column[] {
  const title = titleField(view)
  const status = statusField(view)
  const standard = Object.keys(STANDARD).filter((fieldname) => fieldname !== "docstatus" || (view.is_submittable && !status))
  return [...view.fields.filter((field) => field.label && !field.is_virtual && !UNLISTED.has(field.fieldtype)), ...standard.map(standardField)]
    .filter((field) => field.fieldname !== title)
    .map((field) => column(field, field.fieldname === (status?.fieldname ?? "docstatus") ? "status" : field.fieldname === "name" ? "id" : MOMENTS.has(field.fieldname) ? "when" : kindOf(field, isPerson)))
}

function kindOf(field: FieldView, isPerson: (doctype: string) => boolean): Kind {
  const kind = KINDS[field.fieldtype] ?? "text"
  return kind === "link" && isPerson(field.options ?? "") ? "person" : kind
}

/** A field as a list shows it, whether it is one of the list's columns or not. */
export const columnOf = (field: FieldView, isPerson: (doctype: string) => boolean): Column => column(field, kindOf(field, isPerson))

function column(field: FieldView, kind: Kind): Column {
  return {
    fieldname: field.fieldname, label: field.label ?? field.fieldname, kind, field,
    width: kind === "status" ? statusWidth(field) : Math.max(WIDTHS[kind] ?? 144, headWidth(field.label ?? field.fieldname)), right: RIGHT.has(kind), deadline: isDeadline(field),
  }
}

/** Room for what stands above the column, within reason. */
const headWidth = (label: string): number => Math.min(160, 32 + 7 * label.length)

/** Room for the longest word a state can be. */
function statusWidth(field: FieldView): number {
  const words = (field.options ?? "").split("\n").map((option) => field.option_labels?.[option] ?? option)
  return Math.max(112, Math.min(220, 48 + 7 * Math.max(...words.map((word) => word.length))))
}

/** Fields to ask the server for: what the columns show and what their look depends on. */
export function requestFields(view: DocTypeView, columns: Column[]): string[] {
  const wanted = new Set(["name", "docstatus", "modified", ...columns.map((each) => each.fieldname)])
  const currencies = columns.map((each) => (each.kind === "money" ? each.field?.options : undefined))
  const ends = view.fields.filter(isEnd).map((field) => field.fieldname)
  for (const fieldname of [view.image_field, ...currencies, ...(columns.some((each) => each.deadline) ? ends : [])])
    if (fieldname && known(view, fieldname)) wanted.add(fieldname)
  return [...wanted]
}

const STANDARD: Record<string, { fieldtype: string; label: () => string }> = {
  name: { fieldtype: "Data", label: () => t("ID") },
  modified: { fieldtype: "Datetime", label: () => t("Last change") },
  creation: { fieldtype: "Datetime", label: () => t("Created") },
  owner: { fieldtype: "Data", label: () => t("Created by") },
  modified_by: { fieldtype: "Data", label: () => t("Changed by") },
  docstatus: { fieldtype: "Select", label: () => t("State") },
}

/** The columns every table has, described as fields so that lists and filters treat them alike. */
export function standardField(fieldname: string): FieldView {
  const standard = STANDARD[fieldname]
  const view: FieldView = { fieldname, fieldtype: standard?.fieldtype ?? "Data", label: standard?.label() ?? fieldname, widget: "", can_write: false }
  return fieldname === "docstatus" ? { ...view, options: "0\n1\n2", option_labels: { "0": t("Draft"), "1": t("Submitted"), "2": t("Cancelled") } } : view
}

/** Whoever made or changed a document is chosen among the users. */
const asLink = (field: FieldView): FieldView => (field.fieldname === "owner" || field.fieldname === "modified_by" ? { ...field, fieldtype: "Link", options: "User" } : field)

/** Every field a list may be filtered by, the declared ones first. */
export function filterFields(view: DocTypeView): FieldView[] {
  const standard = Object.keys(STANDARD).filter((fieldname) => (fieldname !== "docstatus" || view.is_submittable) && !known(view, fieldname))
  return [...view.fields.filter((field) => isFilterable(field) && field.label), ...standard.map((fieldname) => asLink(standardField(fieldname)))]
}

const TEXTS = new Set(["Data", "Small Text", "Text", "Long Text", "Link", "Select", "Phone", "Read Only", "Barcode", "Autocomplete", "Text Editor", "Markdown Editor"])

/** Fields that the search box of a list looks into. */
export function searchFields(view: DocTypeView): string[] {
  const declared = [view.title_field, ...view.search_fields].filter((fieldname): fieldname is string => TEXTS.has(known(view, fieldname ?? "")?.fieldtype ?? ""))
  return [...new Set(["name", ...declared])]
}

/** What state a row is in and how it looks, from the states its DocType declares. */
import { t } from "@/i18n"
import { parseMoment, siteNow } from "@/i18n/format"
import type { DocTypeView, Document, FieldView } from "@/types"

const DEADLINE = /(^|_)(due|deadline|expected|promised|expir(y|es|ation)|valid_(till|until|upto|to))(_|$)/
const END = /^(closed|completed|finished|done|resolved|converted|rejected|accepted|cancelled)_(on|at|date)$/

/** A date that work should be done by, as its name says. */
export const isDeadline = (field: FieldView): boolean => (field.fieldtype === "Date" || field.fieldtype === "Datetime") && DEADLINE.test(field.fieldname)
/** A field that is filled in once there is nothing more to wait for. */
export const isEnd = (field: FieldView): boolean => END.test(field.fieldname)

/** The Select that holds the declared states: the one with the most of them among its options, `status` before others. */
export function statusField(view: DocTypeView): FieldView | undefined {
  const titles = new Set(view.states.map((state) => state.title))
  const score = (field: FieldView): number => (field.options ?? "").split("\n").filter((option) => titles.has(option.trim())).length * 2 + Number(field.fieldname === "status")
  const selects = view.fields.filter((field) => field.fieldtype === "Select" && (score(field) >= 2 || field.fieldname === "status"))
  return selects.sort((one, other) => score(other) - score(one))[0]
}

export interface State {
  label: string
  color: string
}

const DOCSTATUS: Record<number, () => State> = {
  0: () => ({ label: t("Draft"), color: "Gray" }),
  1: () => ({ label: t("Submitted"), color: "Blue" }),
  2: () => ({ label: t("Cancelled"), color: "Red" }),
}

/** The state to show for a row: its declared one, else whether it is a draft, submitted or cancelled. */
export function stateOf(view: DocTypeView, row: Document): State | undefined {
  const field = statusField(view)
  const value = field ? row[field.fieldname] : undefined
  if (value) {
    const title = String(value)
    return { label: field?.option_labels?.[title] ?? title, color: view.states.find((state) => state.title === title)?.color ?? "Gray" }
  }
  return view.is_submittable ? DOCSTATUS[row.docstatus ?? 0]?.() : undefined
}

const SETTLED = new Set(["green", "gray", "grey"])

/** The states in which nothing is waited for any more. */
export const settledStates = (view: DocTypeView): string[] => view.states.filter((state) => SETTLED.has(state.color.toLowerCase())).map((state) => state.title)

/** Nothing is waited for any more: cancelled, in a state of a settled colour, or with an end date filled in. */
export function isSettled(view: DocTypeView, row: Document): boolean {
  if (row.docstatus === 2) return true
  if (view.fields.some((field) => isEnd(field) && row[field.fieldname])) return true
  const field = statusField(view)
  const state = view.states.find((each) => field && each.title === row[field.fieldname])
  return state !== undefined && SETTLED.has(state.color.toLowerCase())
}

/** A deadline that has passed while the row is not settled; a day is over when it ends. */
export function isOverdue(view: DocTypeView, row: Document, fieldname: string, now = siteNow()): boolean {
  const text = row[fieldname]
  if (typeof text !== "string" || isSettled(view, row)) return false
  const moment = parseMoment(text)
  if (!moment) return false
  if (text.length <= 10) moment.setDate(moment.getDate() + 1)
  return moment <= now
}

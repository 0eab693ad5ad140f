/** Where documents stand in time, and what a document says after it was moved. */
import type { DocTypeView, Document, FieldView } from "@/types"
import { DAY, later, MINUTE, startOfDay, textOf, toMoment } from "./moments"

/** The fields a calendar goes by. */
export interface Fields {
  start: FieldView
  end?: FieldView
  lane?: FieldView
  color?: FieldView
}

export interface Placed {
  name: string
  row: Document
  start: Date
  /** The first moment after it; without one it has no length of its own. */
  end?: Date
  /** Drawn as days rather than hours. */
  allDay: boolean
  /** It has an end and no beginning. */
  onlyEnds: boolean
}

export type Changes = Record<string, string | null>

const MOMENTS = new Set(["Date", "Datetime"])
/** So long is drawn what has no length of its own. */
export const POINT = 30 * MINUTE

export const momentFields = (view: DocTypeView): FieldView[] => view.fields.filter((field) => MOMENTS.has(field.fieldtype) && !field.is_virtual && field.label)
const fieldOf = (view: DocTypeView, fieldname: string | null | undefined): FieldView | undefined => view.fields.find((field) => fieldname && field.fieldname === fieldname)

/** The fields of the calendar, or of another date that was chosen, which has no end then. */
export function fieldsOf(view: DocTypeView, chosen: { start?: string; lane?: string; color?: string } = {}): Fields | undefined {
  const { calendar } = view
  if (!calendar) return undefined
  const other = momentFields(view).find((field) => field.fieldname === chosen.start && field.fieldname !== calendar.start)
  const start = other ?? fieldOf(view, calendar.start)
  if (!start) return undefined
  const color = fieldOf(view, chosen.color ?? calendar.color)
  return { start, end: other ? undefined : fieldOf(view, calendar.end), lane: fieldOf(view, chosen.lane), color }
}

/** Where a document stands; undefined where it says neither when it begins nor when it ends. */
export function placed(fields: Fields, row: Document): Placed | undefined {
  const name = String(row.name ?? "")
  const [start, end] = [momentOf(row, fields.start), fields.end && momentOf(row, fields.end)]
  if (start) {
    const days = fields.start.fieldtype === "Date"
    const over = end && fields.end && (fields.end.fieldtype === "Date" ? later(end, DAY) : end)
    const ends = over && over > start ? over : undefined
    return { name, row, start, end: ends ?? (days ? later(start, DAY) : undefined), allDay: days || (ends !== undefined && ends.getTime() - start.getTime() >= DAY), onlyEnds: false }
  }
  if (!end || !fields.end) return undefined
  const days = fields.end.fieldtype === "Date"
  return { name, row, start: days ? end : later(end, -POINT), end: days ? later(end, DAY) : end, allDay: days, onlyEnds: true }
}

function momentOf(row: Document, field: FieldView): Date | undefined {
  const text = row[field.fieldname]
  if (typeof text !== "string" || !text) return undefined
  const moment = toMoment(text)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

/** The dates of a document that was put elsewhere; on a day without an hour it keeps its time. */
export function moved(fields: Fields, event: Placed, to: Date, wholeDay: boolean): Changes {
  const own = event.onlyEnds && fields.end ? momentOf(event.row, fields.end) : momentOf(event.row, fields.start)
  if (!own) return {}
  const at = event.onlyEnds && !wholeDay ? later(to, own.getTime() - event.start.getTime()) : to
  const begins = wholeDay ? later(startOfDay(at), own.getTime() - startOfDay(own).getTime()) : at
  return shifted(fields, event, begins.getTime() - own.getTime())
}

/** The dates of a document, so much later. */
export function shifted(fields: Fields, event: Placed, by: number): Changes {
  const changes: Changes = {}
  for (const field of [fields.start, fields.end]) {
    const before = field && momentOf(event.row, field)
    if (field && before) changes[field.fieldname] = textOf(later(before, by), field.fieldtype)
  }
  return changes
}

/** The end of a document that was made longer or shorter; `to` is the first moment after it. */
export function resized(fields: Fields, event: Placed, to: Date): Changes {
  const { end } = fields
  if (!end || to <= event.start) return {}
  if (end.fieldtype === "Date") return { [end.fieldname]: textOf(later(to, -MINUTE), "Date") }
  const before = momentOf(event.row, end)
  if (!event.allDay || !before) return { [end.fieldname]: textOf(to, "Datetime") }
  const day = startOfDay(later(to, -MINUTE))
  return { [end.fieldname]: textOf(later(day, before.getTime() - startOfDay(before).getTime()), "Datetime") }
}

/** What a new document begins with where somebody chose a time. */
export function chosenTime(fields: Fields, start: Date, end: Date, wholeDay: boolean): Record<string, string> {
  const last = wholeDay && fields.end?.fieldtype === "Date" ? later(end, -MINUTE) : end
  return {
    [fields.start.fieldname]: textOf(start, fields.start.fieldtype),
    ...(fields.end ? { [fields.end.fieldname]: textOf(last, fields.end.fieldtype) } : {}),
  }
}

/** Whether the actor may give the document another time. */
export function mayMove(view: DocTypeView, fields: Fields, row: Document): boolean {
  return [fields.start, fields.end].every((field) => !field || !row[field.fieldname] || mayChange(view, field, row))
}

export function mayChange(view: DocTypeView, field: FieldView, row: Document): boolean {
  const open = !row.docstatus || (row.docstatus === 1 && Boolean(field.allow_on_submit))
  return view.rights.write && open && field.can_write && !field.read_only && !field.set_only_once
}

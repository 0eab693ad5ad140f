/** The documents of the time shown, when others are busy, and the documents without a time. A newer question cancels the older. */
import { ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { type ApiError, call } from "@/api"
import { useFlight } from "@/composables/useFlight"
import type { ListState } from "@/list/logic/address"
import { titleField } from "@/list/logic/columns"
import { conditions } from "@/list/logic/request"
import { settledStates, statusField } from "@/list/logic/status"
import { rememberTitles } from "@/list/titles"
import type { DocTypeView, Document, Filter, ListAnswer } from "@/types"
import { dayText } from "./moments"
import type { Fields } from "./placing"
import type { Range } from "./span"

export interface Busy {
  lane: string | null
  start: string
  end: string
}

export interface CalendarRows {
  rows: ShallowRef<Document[]>
  busy: ShallowRef<Busy[]>
  waiting: ShallowRef<Document[]>
  /** There is more in this time than is shown. */
  more: Ref<boolean>
  loading: Ref<boolean>
  loaded: Ref<boolean>
  error: ShallowRef<ApiError | undefined>
  reload: () => Promise<void>
  /** Shows a row as it is now, wherever it stands. */
  put: (row: Document) => void
}

const WAITING = 50

export interface CalendarQuestion {
  view: DocTypeView
  state: ListState
  fields: Fields
  range: Range
  tray: boolean
}

export function useCalendar(question: () => CalendarQuestion): CalendarRows {
  const rows = shallowRef<Document[]>([])
  const busy = shallowRef<Busy[]>([])
  const waiting = shallowRef<Document[]>([])
  const more = ref(false)
  const loaded = ref(false)
  const { loading, error, ask } = useFlight()

  function reload(): Promise<void> {
    const asked = question()
    return ask((signal) => Promise.all([documents(asked, signal), busyTimes(asked, signal), unscheduled(asked, signal)]), ([found, others, without]) => {
      rememberTitles({ ...found.link_titles, ...without.link_titles })
      rows.value = found.rows
      busy.value = others
      waiting.value = without.rows
      more.value = found.has_more
      loaded.value = true
    })
  }

  function put(row: Document): void {
    const { fields } = question()
    const timed = Boolean(row[fields.start.fieldname] || (fields.end && row[fields.end.fieldname]))
    const others = (list: Document[]): Document[] => list.filter((each) => each.name !== row.name)
    rows.value = timed ? [...others(rows.value), row] : others(rows.value)
    waiting.value = timed ? others(waiting.value) : [row, ...others(waiting.value)]
  }

  watch(() => asText(question()), () => void reload(), { immediate: true })
  return { rows, busy, waiting, more, loading, loaded, error, reload, put }
}

const asText = ({ view, state, fields, range, tray }: CalendarQuestion): string =>
  JSON.stringify([view.name, conditions(view, state), fields.start.fieldname, fields.lane?.fieldname, fields.color?.fieldname, range, tray])

function wanted(view: DocTypeView, fields: Fields): string[] {
  const named = [titleField(view), statusField(view)?.fieldname, fields.start.fieldname, fields.end?.fieldname, fields.lane?.fieldname, fields.color?.fieldname, view.calendar?.progress, view.calendar?.after]
  return [...new Set(["name", "docstatus", "modified", ...named.filter((fieldname): fieldname is string => Boolean(fieldname))])]
}

function documents({ view, state, fields, range }: CalendarQuestion, signal: AbortSignal): Promise<ListAnswer> {
  return call("comptoir.desk.calendar.between", {
    doctype: view.name, fields: wanted(view, fields), ...conditions(view, state), ...times(range),
    start_field: fields.start.fieldname, end_field: fields.end?.fieldname,
  }, "POST", signal)
}

/** Others are asked about where the calendar goes by its own dates alone. */
async function busyTimes({ view, fields, range }: CalendarQuestion, signal: AbortSignal): Promise<Busy[]> {
  if (!view.calendar?.busy || fields.start.fieldname !== view.calendar.start) return []
  return (await call<{ rows: Busy[] }>("comptoir.desk.calendar.busy", { doctype: view.name, ...times(range) }, "POST", signal)).rows
}

/** Documents that wait for a time; what is settled waits for nothing. */
async function unscheduled({ view, state, fields, tray }: CalendarQuestion, signal: AbortSignal): Promise<ListAnswer> {
  if (!tray) return { rows: [], has_more: false, link_titles: {} }
  const { filters = [], or_filters } = conditions(view, state)
  const unset = [fields.start, fields.end].flatMap((field): Filter[] => (field ? [[field.fieldname, "is", "not set"]] : []))
  const [status, settled] = [statusField(view), settledStates(view)]
  const open: Filter[] = [["docstatus", "=", 0], ...(status && settled.length ? [[status.fieldname, "not in", settled] as Filter] : [])]
  return call("comptoir.desk.api.list", { doctype: view.name, fields: wanted(view, fields), filters: [...filters, ...unset, ...open], or_filters, page_length: WAITING }, "POST", signal)
}

const times = (range: Range): { start: string; end: string } => ({ start: dayText(range.start), end: dayText(range.end) })

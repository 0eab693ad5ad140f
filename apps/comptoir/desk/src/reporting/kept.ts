/** Charts and number cards that are kept; shown at once as they were a moment ago, and asked anew. */
import { computed, ref, shallowRef, watch, type Ref } from "vue"
import type { LocationQueryRaw } from "vue-router"
import { get, type ApiError } from "@/api"
import { useFlight } from "@/composables/useFlight"
import { loadMeta } from "@/composables/useMeta"
import { lang } from "@/i18n"
import { type ListState, writeState } from "@/list/logic/address"
import { type Period, readSpan, writeSpan } from "@/list/logic/period"
import { defaultSort } from "@/list/logic/request"
import { rememberTitles } from "@/list/titles"
import { user } from "@/stores/session"
import type { DocTypeView, Filter } from "@/types"
import type { Drawing, ReportAnswer, Value } from "./types"

interface Kept {
  name: string
  title: string
  doctype: string
  rows: string[]
  columns: string[]
  numbers: string[]
  filters: Filter[]
  /** Whether the time before is shown beside it. */
  compare?: boolean
}

export interface KeptChart extends Kept {
  drawing: Drawing
  answer: ReportAnswer
}

export interface KeptCard extends Kept {
  values: Value[]
  before: Value[] | null
}

export interface Dashboard {
  name: string | null
  title: string
  dashboards: { name: string; title: string }[]
  cards: string[]
  charts: { name: string; width: "Half" | "Full" }[]
  can_write: boolean
}

/** With the declaration that its fields are named by. */
export interface Shown<T> {
  kept: T
  view: DocTypeView
}

export interface Remembered<T> {
  found: Readonly<Ref<Shown<T> | undefined>>
  error: Readonly<Ref<ApiError | undefined>>
  loading: Readonly<Ref<boolean>>
  load: () => Promise<void>
}

const FRESH = 60_000
/** By user, as everybody sees numbers of their own. */
const memory = new Map<string, { at: number; shown: Shown<Kept> }>()

function useKept<T extends Kept>(method: string, name: () => string): Remembered<T> {
  const found = shallowRef<Shown<T>>()
  const flight = useFlight()
  const key = (): string => [user.value, lang.value, method, name()].join(" ")

  function load(): Promise<void> {
    const asked = key()
    return flight.ask(async (signal) => {
      const kept = await get<T>(method, { name: name() }, signal)
      return { kept, view: (await loadMeta(kept.doctype)).doctype }
    }, (shown) => {
      memory.set(asked, { at: Date.now(), shown })
      found.value = shown
    })
  }

  watch(key, () => {
    const before = memory.get(key())
    found.value = before?.shown as Shown<T> | undefined
    if (!before || Date.now() - before.at > FRESH) void load()
  }, { immediate: true })
  return { found, error: flight.error, loading: flight.loading, load }
}

/** One that somebody else has asked for, among others. */
function given<T>(shown: () => Shown<T> | undefined): Remembered<T> {
  return { found: computed(shown), error: ref(), loading: ref(false), load: () => Promise.resolve() }
}

export const useCard = (name: () => string, shown: () => Shown<KeptCard> | undefined): Remembered<KeptCard> =>
  shown() ? given(shown) : useKept("comptoir.desk.dashboards.card", name)

export function useChart(name: () => string, shown: () => Shown<KeptChart> | undefined): Remembered<KeptChart> {
  const chart = shown() ? given(shown) : useKept<KeptChart>("comptoir.desk.dashboards.chart", name)
  watch(chart.found, (now) => now && rememberTitles(now.kept.answer.link_titles), { immediate: true })
  return chart
}

/** What the documents are narrowed by beside the filters of a chart or card, as a list is. */
export type Within = Partial<Pick<ListState, "filters" | "where" | "period" | "search">>

/** The address of the documents of `view` that `filters` and `within` leave. */
export function queryOf(view: DocTypeView, filters: Filter[], within: Within = {}, options: Record<string, string> = {}): LocationQueryRaw {
  const sort = defaultSort(view)
  const { where, period, search = "" } = within
  return writeState({ filters: [...(within.filters ?? []), ...filters], where, period, search, sort, size: 50, options }, sort)
}

/** Filters as the address of a list takes them: without the doctype Frappe writes before a field. */
export const plainFilters = (filters: (Filter | [string, ...Filter])[]): Filter[] => filters.map((filter) => (filter.length > 3 ? (filter.slice(1, 4) as Filter) : (filter as Filter)))

/** The filters of a chart; the one whose period is compared with the time before stands apart, as a report is asked it. */
export function reportFilters({ answer, compare, filters }: Pick<KeptChart, "answer" | "compare" | "filters">): { filters: Filter[]; period?: Period } {
  const plain = plainFilters(filters)
  const own = compare ? plain.find(([on, op, value]) => on === answer.period?.field && (op === "timespan" || op === "between") && readSpan(writeSpan(value as Period["span"]))) : undefined
  return own ? { filters: plain.filter((each) => each !== own), period: { on: own[0], span: own[2] as Period["span"], compared: true } } : { filters: plain }
}

/**
 * A list's whole state in the address bar and back: `?status=Open&amount=[">",100]&_sort=modified+desc`.
 * Equality is written plainly, every other operator as JSON, a field asked twice as a repeated parameter; so links
 * written by hand or by a form (`?client=CLI-0001`) work. Fields the actor does not have are dropped. What begins with a
 * line is no field: `_q`, `_sort`, `_size`, the period (`_period`, `_on`, `_before`), groups of conditions (`_where`, as
 * the server takes them), the saved view it came from, and the options of views.
 */
import type { LocationQuery, LocationQueryRaw } from "vue-router"
import type { Filter, FilterValue } from "@/types"
import { readGroup, writeGroup, type FilterGroup } from "./groups"
import { isOperator } from "./operators"
import { readSpan, writeSpan, type Period } from "./period"

export interface Sort {
  fieldname: string
  descending: boolean
}

export interface ListState {
  filters: Filter[]
  /** What else must hold: groups of conditions. */
  where?: FilterGroup
  period?: Period
  search: string
  sort: Sort
  size: number
  /** The saved view that was opened, whatever was changed since. */
  saved?: string
  /** What a view keeps for itself, such as the field a board is arranged by. */
  options: Readonly<Record<string, string>>
}

/** Options are merged with those there are; undefined takes one away. */
export type StatePatch = Partial<Omit<ListState, "options">> & { options?: Readonly<Record<string, string | undefined>> }

export const SIZES = [50, 100, 200]
const SEARCH = "_q"
const SORT = "_sort"
const SIZE = "_size"
const WHERE = "_where"
const PERIOD = "_period"
const ON = "_on"
const BEFORE = "_before"
const SAVED = "_saved"
/** Tells a saved view from which everything was taken away from one that is still to be opened. */
const EMPTIED = "_emptied"
const OPTION = /^_(?!q$|sort$|size$|where$|period$|on$|before$|saved$|emptied$)([a-z]\w*)$/

export function readState(query: LocationQuery, known: ReadonlySet<string>, sort: Sort): ListState {
  const filters = Object.entries(query).flatMap(([fieldname, values]) =>
    known.has(fieldname) ? [values].flat().flatMap((value) => readFilter(fieldname, value)) : [],
  )
  const size = Number(query[SIZE])
  const where = readGroup(query[WHERE], known)
  const period = readPeriod(query, known)
  return {
    filters,
    ...(where ? { where } : {}),
    ...(period ? { period } : {}),
    search: typeof query[SEARCH] === "string" ? query[SEARCH] : "",
    sort: readSort(query[SORT], known) ?? sort,
    size: SIZES.includes(size) ? size : (SIZES[0] as number),
    ...(typeof query[SAVED] === "string" && query[SAVED] ? { saved: query[SAVED] } : {}),
    options: readOptions(query),
  }
}

/** The saved view that an address names and nothing else: what it holds is still to be filled in. */
export function unopened(query: LocationQuery): string | undefined {
  const name = query[SAVED]
  return typeof name === "string" && name && Object.keys(query).length === 1 ? name : undefined
}

/** The address of a saved view with what it holds. */
export function openedQuery(name: string, held: LocationQueryRaw): LocationQueryRaw {
  return { ...(Object.keys(held).length ? held : { [EMPTIED]: "1" }), [SAVED]: name }
}

/** What a saved view holds of an address. */
export function heldQuery(query: LocationQueryRaw): LocationQueryRaw {
  return Object.fromEntries(Object.entries(query).filter(([key]) => key !== SAVED && key !== EMPTIED))
}

export function writeState(state: ListState, sort: Sort): LocationQueryRaw {
  const query: Record<string, string | string[]> = {}
  for (const filter of state.filters) {
    const before = query[filter[0]]
    const text = writeFilter(filter)
    query[filter[0]] = before === undefined ? text : [before, text].flat()
  }
  if (state.where) query[WHERE] = writeGroup(state.where)
  if (state.period) {
    query[PERIOD] = writeSpan(state.period.span)
    query[ON] = state.period.on
    if (state.period.compared) query[BEFORE] = "1"
  }
  if (state.search) query[SEARCH] = state.search
  if (state.sort.fieldname !== sort.fieldname || state.sort.descending !== sort.descending) query[SORT] = orderBy(state.sort)
  if (state.size !== SIZES[0]) query[SIZE] = String(state.size)
  for (const [option, value] of Object.entries(state.options)) if (value) query[`_${option}`] = value
  return state.saved ? openedQuery(state.saved, query) : query
}

export function patched(state: ListState, { options, ...rest }: StatePatch): ListState {
  const merged = Object.entries({ ...state.options, ...options }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...state, ...rest, options: Object.fromEntries(merged) }
}

/** Whether anything leaves documents out. */
export const isNarrowed = (state: ListState): boolean => Boolean(state.search || state.filters.length || state.where || state.period)

/** Takes away whatever leaves documents out. */
export const WIDE: StatePatch = { filters: [], where: undefined, period: undefined, search: "" }

function readPeriod(query: LocationQuery, known: ReadonlySet<string>): Period | undefined {
  const [text, on] = [query[PERIOD], query[ON]]
  const span = typeof text === "string" ? readSpan(text) : undefined
  if (!span || typeof on !== "string" || !known.has(on)) return undefined
  return { on, span, ...(query[BEFORE] === "1" ? { compared: true } : {}) }
}

function readOptions(query: LocationQuery): Record<string, string> {
  const options: Record<string, string> = {}
  for (const [key, value] of Object.entries(query)) {
    const option = OPTION.exec(key)?.[1]
    if (option && typeof value === "string") options[option] = value
  }
  return options
}

export const orderBy = (sort: Sort): string => `${sort.fieldname} ${sort.descending ? "desc" : "asc"}`

function readSort(text: unknown, known: ReadonlySet<string>): Sort | undefined {
  const parts = /^(\w+) (asc|desc)$/.exec(typeof text === "string" ? text : "")
  return parts?.[1] && known.has(parts[1]) ? { fieldname: parts[1], descending: parts[2] === "desc" } : undefined
}

function readFilter(fieldname: string, value: string | null | undefined): Filter[] {
  if (value === null || value === undefined) return []
  if (!value.startsWith("[")) return [[fieldname, "=", value]]
  try {
    const parsed: unknown = JSON.parse(value)
    if (isCondition(parsed)) return [[fieldname, parsed[0], parsed[1]]]
  } catch {
    // A value that merely begins with a bracket is a value.
  }
  return [[fieldname, "=", value]]
}

function isCondition(parsed: unknown): parsed is [string, FilterValue] {
  return Array.isArray(parsed) && parsed.length === 2 && isOperator(String(parsed[0]))
}

function writeFilter([, op, value]: Filter): string {
  if (op === "=" && !Array.isArray(value) && !String(value).startsWith("[")) return String(value)
  return JSON.stringify([op, value])
}

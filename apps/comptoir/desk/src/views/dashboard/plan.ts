/** What a dashboard of any doctype shows: the cards and charts that are kept of it, then what its metadata suggests. */
import { t } from "@/i18n"
import type { ListState } from "@/list/logic/address"
import { conditions } from "@/list/logic/request"
import { statusField } from "@/list/logic/status"
import { COUNT, dimensionLabel, dimensions, found, numberLabel, numbers, usual } from "@/reporting/dimensions"
import { type KeptCard, type KeptChart, plainFilters } from "@/reporting/kept"
import type { ReportRequest } from "@/reporting/useReport"
import type { DocTypeView, Filter } from "@/types"

export type PlannedCard = Omit<KeptCard, "values" | "before">
export type PlannedChart = Omit<KeptChart, "answer">

export interface Plan {
  cards: PlannedCard[]
  charts: PlannedChart[]
}

const MADE: Filter = ["creation", "timespan", "last 12 months"]
const MONTH = "creation:month"
const MOST = { cards: 8, charts: 8 }

/** `isPerson` says whether a link target is about people; `inPeriod` that the documents are of a time that somebody chose. */
export function planOf(view: DocTypeView, kept: Plan, isPerson: (doctype: string) => boolean, inPeriod: boolean): Plan {
  const time = inPeriod ? [] : [MADE]
  const amount = usual(view).numbers.find((text) => text !== COUNT.text)
  const links = view.fields.filter((field) => field.fieldtype === "Link")
  const [status, person] = [statusField(view)?.fieldname, (links.find((field) => field.person) ?? links.find((field) => isPerson(field.options ?? "")))?.fieldname]
  const choice = status ?? usual(view).rows[0]
  const cards = [card(view, COUNT.text, []), card(view, COUNT.text, [["creation", "timespan", "this month"]], t("New this month")), ...(amount ? [card(view, amount, [])] : [])]
  const charts = [
    ...(choice ? [chart(view, choice, COUNT.text, "donut", [])] : []),
    chart(view, MONTH, COUNT.text, "bar", time),
    ...(amount ? [chart(view, MONTH, amount, "line", time)] : []),
    ...(person && person !== choice ? [chart(view, person, amount ?? COUNT.text, "bar", [])] : []),
  ].flatMap((each) => each ?? [])
  return { cards: without(kept.cards, cards).slice(0, MOST.cards), charts: without(kept.charts, charts).slice(0, MOST.charts) }
}

/** What a card or chart asks of the documents that a list shows. */
export function questionOf({ rows, columns, numbers: counted, filters, compare }: PlannedCard, view: DocTypeView, state: ListState): ReportRequest {
  const { filters: narrowing = [], or_filters } = conditions(view, state)
  return { doctype: view.name, rows, columns, numbers: counted, filters: [...plainFilters(filters), ...narrowing], or_filters, compare }
}

/** The kept ones, then those made ones that show something else. */
function without<T extends PlannedCard>(kept: T[], made: T[]): T[] {
  const shows = ({ rows, numbers: counted, filters }: T): string => JSON.stringify([rows, counted, filters])
  const shown = new Set(kept.map(shows))
  return [...kept, ...made.filter((each) => !shown.has(shows(each)))]
}

function card(view: DocTypeView, number: string, filters: Filter[], title = ""): PlannedCard {
  const [counted] = found(numbers(view), [number])
  return { name: `${number} ${JSON.stringify(filters)}`, title: title || numberLabel(counted ?? COUNT), doctype: view.name, rows: [], columns: [], numbers: [number], filters }
}

/** Undefined where its field cannot be grouped by. */
function chart(view: DocTypeView, row: string, number: string, drawing: KeptChart["drawing"], filters: Filter[]): PlannedChart | undefined {
  const [[by], [counted]] = [found(dimensions(view), [row]), found(numbers(view), [number])]
  if (!by || !counted) return undefined
  return { name: `${row} ${number}`, title: `${numberLabel(counted)}: ${dimensionLabel(by)}`, doctype: view.name, rows: [row], columns: [], numbers: [number], filters, drawing }
}

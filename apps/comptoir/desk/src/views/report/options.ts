/** A report in the address: `?_rows=stage,closed_on:month&_columns=currency&_numbers=count,sum:amount&_chart=line`. */
import { conditions } from "@/list/logic/request"
import { periodBefore } from "@/list/logic/period"
import type { ListState, StatePatch } from "@/list/logic/address"
import { statusField } from "@/list/logic/status"
import { dimensions, found, numbers, usual } from "@/reporting/dimensions"
import type { Dimension, Drawing, Numbered } from "@/reporting/types"
import type { ReportRequest } from "@/reporting/useReport"
import type { DocTypeView } from "@/types"

export const DRAWINGS: readonly Drawing[] = ["bar", "stacked", "line", "donut", "none"]
export const MOST = { rows: 2, columns: 1, numbers: 5 }
/** Chosen to be empty, which is something else than not chosen. */
export const NOTHING = "-"

export interface Choice {
  rows: Dimension[]
  columns: Dimension[]
  numbers: Numbered[]
  drawing: Drawing
  /** Which of the numbers is drawn. */
  drawn: number
  compare: boolean
}

export function readChoice(view: DocTypeView, { options, period }: Pick<ListState, "options" | "period">): Choice {
  const known = dimensions(view)
  const first = usual(view)
  const counted = found(numbers(view), texts(options.numbers, first.numbers)).slice(0, MOST.numbers)
  const chosen = counted.length ? counted : found(numbers(view), ["count"])
  return {
    rows: found(known, texts(options.rows, first.rows)).slice(0, MOST.rows),
    columns: found(known, texts(options.columns, [])).slice(0, MOST.columns),
    numbers: chosen,
    drawing: DRAWINGS.find((each) => each === options.chart) ?? "bar",
    drawn: Math.max(0, chosen.findIndex((each) => each.text === options.drawn)),
    compare: Boolean(period?.compared && periodBefore(period)),
  }
}

/** Notes in the address that the report was begun, so that it stays with all documents where somebody wants them. */
const BEGUN = "begun"

/** What a report starts with: of documents that are submitted only those, unless its address says anything of it or of their state. */
export function beginning(view: DocTypeView, state: ListState): StatePatch | undefined {
  const said = ["docstatus", statusField(view)?.fieldname]
  const asked = state.filters.some(([fieldname]) => said.includes(fieldname)) || said.some((name) => name && JSON.stringify(state.where ?? "").includes(`"${name}"`))
  if (!view.is_submittable || asked || state.saved || Object.keys(state.options).length) return undefined
  return { filters: [...state.filters, ["docstatus", "=", "1"]], options: { [BEGUN]: "1" } }
}

const texts = (option: string | undefined, otherwise: string[]): string[] => (option === undefined ? otherwise : option === NOTHING ? [] : option.split(","))
export const written = (chosen: string[]): string => chosen.join(",") || NOTHING

export function requestOf(view: DocTypeView, state: ListState, choice: Choice): ReportRequest {
  const [rows, columns, counted] = [choice.rows, choice.columns, choice.numbers].map((chosen) => chosen.map((each) => each.text)) as [string[], string[], string[]]
  return { doctype: view.name, rows, columns, numbers: counted, ...conditions(view, state), compare: choice.compare }
}

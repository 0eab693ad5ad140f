/** A report as a Dashboard Chart; what its fields cannot say stands in its custom options. */
import type { Drawing } from "@/reporting/types"
import type { ReportRequest } from "@/reporting/useReport"
import type { Document } from "@/types"

const TYPES: Record<Drawing, string> = { bar: "Bar", stacked: "Percentage", line: "Line", donut: "Donut", none: "Bar" }
const GROUPED: Record<string, string> = { count: "Count", sum: "Sum", avg: "Average" }

export function keptChart({ doctype, rows, columns, numbers, filters = [], compare: compared = false }: ReportRequest, drawing: Drawing, name: string): Document {
  const chart = { chart_name: name, document_type: doctype, type: TYPES[drawing], filters_json: JSON.stringify(filters) }
  const [row = "", second] = rows
  const [measure = "", fieldname] = (numbers[0] ?? "count").split(":")
  const compare = compared && drawing !== "donut"
  if (compare || second || columns.length || row.includes(":") || !row || drawing === "stacked" || !GROUPED[measure]) {
    return { ...chart, chart_type: "Custom", custom_options: JSON.stringify({ rows, columns, numbers: numbers.slice(0, 1), drawing: drawing === "none" ? "bar" : drawing, ...(compare ? { compare } : {}) }) }
  }
  return { ...chart, chart_type: "Group By", group_by_based_on: row, group_by_type: GROUPED[measure], ...(fieldname ? { aggregate_function_based_on: fieldname } : {}) }
}

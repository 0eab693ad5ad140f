/** The questions of the export dialog. */
import { call } from "@/api"
import { download, type FileAnswer } from "@/api/files"
import type { ListRequest } from "@/types"
import type { Extent } from "../logic/export"

export type Format = "Excel" | "CSV"

/** The rows: those chosen, or all that the conditions of the list leave. */
export interface Rows {
  request: ListRequest
  chosen?: string[]
}

export const askExtent = ({ request: { doctype, filters, or_filters }, chosen }: Rows, signal?: AbortSignal): Promise<Extent> =>
  call("comptoir.desk.exporting.extent", { doctype, filters, or_filters, chosen }, "POST", signal)

export function exportRows({ request: { doctype, filters, or_filters, order_by }, chosen }: Rows, fields: string[], format: Format, signal?: AbortSignal): Promise<FileAnswer> {
  return download("frappe.desk.reportview.export_query", { doctype, filters, or_filters, order_by, fields, selected_items: chosen, file_format_type: format }, signal)
}

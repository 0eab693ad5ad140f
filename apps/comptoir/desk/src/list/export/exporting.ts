/** The questions of the export dialog. */
import { ApiError, call } from "@/api"
import { download, type FileAnswer } from "@/api/files"
import type { ListRequest } from "@/types"
import type { Extent } from "../logic/export"

export type Format = "Excel" | "CSV" | "ODS" | "PDF" | "JSON"
/** More rows than these are written while nobody waits. */
export const WAITED_FOR = 10_000
const PAUSE = 1000

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

interface Standing {
  status: "waiting" | "running" | "done" | "failed"
  rows?: number
  message?: string
  file_url?: string
  file_name?: string
}

/** Have the file written in the background, and hand it over once it is there; `told` hears how many rows it has. */
export async function exportLater({ request: { doctype, filters, or_filters, order_by }, chosen }: Rows, fields: string[], format: Format, told: (rows: number) => void, signal: AbortSignal): Promise<string> {
  const { task } = await call<{ task: string }>("comptoir.data.exports.begin", { doctype, format, wanted: { fields, filters, or_filters, order_by, chosen } }, "POST", signal)
  for (;;) {
    const now = await call<Standing>("comptoir.data.exports.standing", { task }, "POST", signal)
    if (now.status === "failed") throw new ApiError(417, "ValidationError", now.message ?? "")
    if (now.status === "done") return handOver(now.file_url ?? "", now.file_name ?? "")
    told(now.rows ?? 0)
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

function handOver(url: string, name: string): string {
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  return name
}

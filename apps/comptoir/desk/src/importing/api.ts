/** The questions of the import screens, and what is answered. */
import { call, resource } from "@/api"
import { download, type FileAnswer, uploadFile } from "@/api/files"
import type { Document } from "@/types"

export const DOCTYPE = "Data Import"
export const SKIPPED = "Don't Import"
export const KINDS = { insert: "Insert New Records", update: "Update Existing Records", upsert: "Insert or Update Records" } as const
export type Kind = (typeof KINDS)[keyof typeof KINDS]

export interface Target {
  key: string
  label: string
  fieldtype: string
  /** The label of the table whose rows it belongs to; empty for the document itself. */
  table: string
}
export interface Offered {
  targets: Target[]
  keys: { key: string; label: string }[]
  is_submittable: 0 | 1
}
export interface FileColumn {
  title: string
  key: string
  example: string
}
export interface CellProblem {
  row: number
  column: number
  message: string
}
export interface Preview {
  columns: FileColumn[]
  rows: { row: number; cells: string[] }[]
  problems: CellProblem[]
  problem: string
  missing: string[]
  /** What nothing refuses, and hardly anybody means. */
  warnings: string[]
  count: number
}
export interface Standing {
  name: string
  status: string
  message: string | null
  position: number
  succeeded: number
  failed: number
  payload_count: number
  only_checked: 0 | 1
  is_undoing: 0 | 1
}
export interface Refused {
  rows: number[]
  message: string
}
export interface Left {
  docname: string
  message: string
}

const ask = <T>(method: string, args: Record<string, unknown>): Promise<T> => call<T>(`comptoir.data.wizard.${method}`, args)

export const askOffered = (doctype: string): Promise<Offered> => ask("offered", { doctype })
export const askPreview = (name: string): Promise<Preview> => ask("preview", { name })
export const askStanding = (name: string): Promise<Standing> => ask("standing", { name })
export const askRefused = (name: string): Promise<Refused[]> => ask("refused", { name })
export const askLeft = (name: string): Promise<Left[]> => ask("kept", { name })
export const start = (name: string, onlyCheck: boolean): Promise<Standing> => ask("start", { name, only_check: onlyCheck })
export const stop = (name: string): Promise<Standing> => ask("stop", { name })
export const goOn = (name: string): Promise<Standing> => ask("go_on", { name })
export const undo = (name: string): Promise<Standing> => ask("undo", { name })
export const failedRows = (name: string): Promise<FileAnswer> => download("comptoir.data.wizard.failed_rows", { name })
export const template = (doctype: string): Promise<FileAnswer> =>
  download("frappe.core.doctype.data_import.data_import.download_template", { doctype, file_type: "CSV" })

export const past = (doctype: string): Promise<Document[]> =>
  call("frappe.client.get_list", {
    doctype: DOCTYPE, filters: { reference_doctype: doctype }, order_by: "creation desc", limit_page_length: 20,
    fields: ["name", "status", "import_type", "succeeded", "failed", "creation", "owner"],
  })

/** A new import of `file`, which is kept where only its owner may open it. */
export async function begin(doctype: string, file: File): Promise<string> {
  const stored = await uploadFile(file)
  const { data } = await resource.create(DOCTYPE, { reference_doctype: doctype, import_file: stored.file_url })
  return String(data.name)
}

/** What the designer asks the server. */
import { call, get } from "@/api"
import type { Option } from "@/ui/option"
import type { Row } from "./arranging"

export type Values = Record<string, unknown>
export const PRINT_FORMAT = "Print Format"

export interface OfferedColumn {
  fieldname: string
  label: string
  is_usual: boolean
  is_number: boolean
}

export interface OfferedField {
  fieldname: string
  fieldtype: string
  label: string
  columns?: OfferedColumn[]
}

/** A format with all it is designed from. */
export interface Opened {
  name: string
  modified: string | null
  is_standard: boolean
  doctype: string
  doctype_label: string
  values: Values
  is_arranged: boolean
  rows: Row[]
  /** Labels of the rows in the language of the screen; they are kept in the language of the declaration. */
  said: Record<string, string>
  fields: OfferedField[]
  /** The document the preview begins with; empty where there is none. */
  sample: string
  choices: Record<string, Option[]>
  letterheads: string[]
  languages: { code: string; label: string }[]
}

export interface Problem {
  message: string
  line: number | null
}

export interface Drawn {
  html: string
  /** Of a page, in millimetres. */
  width: number
  height: number
  problem: Problem | null
}

export const openFormat = (name: string, doctype: string): Promise<Opened> => get("comptoir.printing.designer.opened", name ? { name } : { doctype })

export const drawFormat = (format: Values, name: string, lang: string, signal: AbortSignal): Promise<Drawn> =>
  call("comptoir.printing.designer.preview", { format, name, lang }, "POST", signal)

/** Documents on paper: how they look, as a page for the printer, as a file of PDF, and many of them as a task. */
import { call } from "@/api"
import { download, keepFile } from "@/api/files"
import type { Option } from "@/ui/option"

/** What somebody chose; empty means the usual. */
export interface Wanted {
  format: string
  letterhead: string
  lang: string
}

export interface Offer extends Wanted {
  formats: { name: string; label: string; one_sheet: boolean; letterhead: string; lang: string }[]
  letterheads: string[]
  languages: { code: string; label: string }[]
}

export interface BatchState {
  done: number
  of: number
  file_url?: string
  file_name?: string
  error?: string
}

export const STANDARD = "Standard"
export const NO_LETTERHEAD = "-"

export const askOffer = (doctype: string, name = "", signal?: AbortSignal): Promise<Offer> => call("comptoir.printing.choices.choices", { doctype, name }, "POST", signal)

/** The page of a document for a frame or a printer. */
export const paperAddress = (doctype: string, name: string, wanted: Partial<Wanted> = {}): string => `/printview?${new URLSearchParams({ doctype, name, ...parameters(wanted) })}`

export async function savePdf(doctype: string, name: string, wanted: Partial<Wanted> = {}): Promise<void> {
  keepFile(await download("frappe.utils.print_format.download_pdf", { doctype, name, ...parameters(wanted) }))
}

export const startBatch = (doctype: string, names: string[], { format, letterhead, lang }: Wanted): Promise<{ task: string }> =>
  call("comptoir.printing.batch.start", { doctype, names, format, letterhead, lang }, "POST")

export const askBatch = (task: string, signal?: AbortSignal): Promise<BatchState> => call("comptoir.printing.batch.state", { task }, "GET", signal)

/** What a document takes where nothing is chosen. */
export const usualOf = ({ format, letterhead, lang }: Offer): Wanted => ({ format, letterhead: letterhead || NO_LETTERHEAD, lang })

/** What is chosen once `next` is wanted: what the document takes by itself anyway leaves the next one its own. */
export function chosenOf(chosen: Partial<Wanted>, usual: Wanted, next: Wanted): Partial<Wanted> {
  const before = { ...usual, ...chosen }
  const kept = { ...chosen }
  for (const key of ["format", "letterhead", "lang"] as const) {
    if (next[key] === before[key]) continue
    if (next[key] === usual[key]) delete kept[key]
    else kept[key] = next[key]
  }
  return kept
}

export function formatOptions(offer: Offer, standard: string): Option[] {
  return [...offer.formats.map(({ name, label }) => ({ value: name, label })), { value: STANDARD, label: standard }]
}

/** Under the names the server gives them. */
function parameters({ format, letterhead, lang }: Partial<Wanted>): Record<string, string> {
  const named = { format, letterhead: letterhead === NO_LETTERHEAD ? "" : letterhead, no_letterhead: letterhead === NO_LETTERHEAD ? "1" : "", _lang: lang }
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

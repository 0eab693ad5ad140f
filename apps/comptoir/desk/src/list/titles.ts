/** Titles of linked documents met so far, so that a filter on a link reads as its title and not as a code. */
import { reactive, watch } from "vue"
import { get } from "@/api"
import { lang } from "@/i18n"
import type { Document, FieldView, SearchResult } from "@/types"
import type { Option } from "@/ui/option"
import { cellText } from "./logic/cell"
import type { Column } from "./logic/columns"

const titles = reactive<Record<string, string>>({})
const asked = new Set<string>()
const key = (doctype: string, name: string): string => `${doctype}::${name}`

/** In another language documents may be called something else. */
watch(lang, () => {
  for (const known of Object.keys(titles)) delete titles[known]
  asked.clear()
}, { flush: "sync" })

export function rememberTitles(found: Record<string, string>): void {
  Object.assign(titles, found)
}

/** The title if known, else the name. Whatever answers with rows answers with the titles of what they link to. */
export const titleOf = (doctype: string, name: string): string => titles[key(doctype, name)] || name

/** As `titleOf` for names that came from an address or a saved view: an unknown one is asked for once, in the background. */
export function askedTitleOf(doctype: string, name: string): string {
  const known = titles[key(doctype, name)]
  if (known === undefined && doctype && name && !asked.has(key(doctype, name))) void ask(doctype, name)
  return known || name
}

/** What a document is called in the column that shows its title; else its name. */
export const rowTitle = (column: Column | undefined, row: Document): string => (column && cellText(column, row, titleOf)) || String(row.name ?? "")

async function ask(doctype: string, name: string): Promise<void> {
  asked.add(key(doctype, name))
  // A filter may name what the actor cannot read: then its code is all there is to show.
  const found = await get<SearchResult[]>("frappe.desk.search.search_link", { doctype, txt: name, page_length: 5 }).catch(() => [])
  const match = found.find((result) => result.value === name)
  if (match?.label) titles[key(doctype, name)] = match.label
}

/** What can be picked for a link: "me" and the like first, then documents. */
export async function searchValues(field: FieldView, text: string, words: Option[]): Promise<Option[]> {
  const wanted = text.trim().toLowerCase()
  const said = words.filter((word) => !wanted || word.label.toLowerCase().includes(wanted))
  const found = searchLinks(field.options ?? "", text)
  // Who may not look users up can still say "me".
  return [...said, ...(words.length ? await found.catch(() => []) : await found)]
}

export async function searchLinks(doctype: string, text: string): Promise<Option[]> {
  const found = await get<SearchResult[]>("frappe.desk.search.search_link", { doctype, txt: text, page_length: 20 })
  return found.map(({ value, label, description }) => {
    if (label) titles[key(doctype, value)] = label
    return { value, label: label || value, note: description || (label && label !== value ? value : undefined) }
  })
}

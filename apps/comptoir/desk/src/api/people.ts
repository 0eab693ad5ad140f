/** Finding users to name: to assign, to share, to mention. */
import type { SearchResult } from "@/types"
import type { Option } from "@/ui/option"
import { get } from "."

const FOUND = 10

export async function findUsers(txt: string): Promise<Option[]> {
  const filters = JSON.stringify([["enabled", "=", 1], ["name", "!=", "Guest"]])
  const found = await get<SearchResult[]>("frappe.desk.search.search_link", { doctype: "User", txt, filters, page_length: FOUND })
  return found.map(({ value, label }) => ({ value, label: label || value, note: label && label !== value ? value : undefined }))
}

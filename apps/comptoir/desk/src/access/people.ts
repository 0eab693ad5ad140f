/** Users and roles to choose from. */
import { get } from "@/api"
import type { SearchResult } from "@/types"
import type { Option } from "@/ui/option"

async function search(doctype: string, txt: string): Promise<Option[]> {
  const found = await get<SearchResult[]>("frappe.desk.search.search_link", { doctype, txt, page_length: 20 })
  return found.map(({ value, label, description }) => ({ value, label: label || value, note: label && label !== value ? value : description || undefined }))
}

export const findUsers = (text: string): Promise<Option[]> => search("User", text)
export const findRoles = (text: string): Promise<Option[]> => search("Role", text)
export const findDocuments = search

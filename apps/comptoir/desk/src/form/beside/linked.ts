/** What points at a document, and what may be made beside it. */
import { ref } from "vue"
import { get } from "@/api"
import { entryOf } from "@/stores/session"
import type { Beside } from "../newFrom"

export interface LinkedDocuments {
  doctype: string
  fieldname: string
  label: string
  icon?: string
  count: number
  /** The documents themselves, where rows of theirs point here: no field of a list finds them. */
  names?: string[]
  more: boolean
  can_create: boolean
  /** The few fields of a new one are asked for in place. */
  quick_entry: boolean
}

/** How many were made beside documents in this window: whoever counts them counts again. */
export const madeBeside = ref(0)

/** What has no page of its own leads nowhere. */
export async function linkedTo(doctype: string, name: string): Promise<LinkedDocuments[]> {
  const found = await get<LinkedDocuments[]>("comptoir.desk.linked.overview", { doctype, name })
  return found.filter((link) => entryOf(link.doctype))
}

export const besideOf = (doctype: string, name: string, { fieldname }: LinkedDocuments): Beside => ({ doctype, name, fieldname })

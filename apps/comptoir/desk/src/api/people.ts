/** Finding users to name: to assign, to share, to mention. */
import type { Option } from "@/ui/option"
import { get } from "."

export async function findUsers(txt: string): Promise<Option[]> {
  const found = await get<{ name: string; full_name: string | null }[]>("comptoir.desk.mentioning.colleagues", { txt })
  return found.map(({ name, full_name: title }) => ({ value: name, label: title || name, note: title && title !== name ? name : undefined }))
}

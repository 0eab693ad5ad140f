/** People as `docinfo` knows them; somebody it does not know is called by their user name. */
import type { DocInfo } from "../types"

export interface Somebody {
  user: string
  label: string
  image?: string
}

export function somebody(info: DocInfo | undefined, user: string): Somebody {
  const known = info?.user_info?.[user]
  return { user, label: known?.fullname || user, image: known?.image || undefined }
}

/** Users in a summary column such as `_liked_by`: a JSON list, or nothing. */
export function usersIn(summary: unknown): string[] {
  if (typeof summary !== "string" || !summary.trim().startsWith("[")) return []
  try {
    return (JSON.parse(summary) as unknown[]).filter((user) => typeof user === "string")
  } catch {
    return []
  }
}

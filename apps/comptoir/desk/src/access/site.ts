/** How the site stands. */
import { get } from "@/api"

export interface Limit {
  used: number
  /** 0: no limit. */
  most: number
}

export interface SiteUsage {
  users: Limit
  storage_mb: Limit & { files: number; database: number }
  requests_per_minute: Limit
}

export const siteUsage = (): Promise<SiteUsage> => get("comptoir.desk.site_state.usage")

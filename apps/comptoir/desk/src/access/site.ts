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

export interface BackupProof {
  proven: string
  holds: boolean
  differences: string[]
  rows: number
  files: number
}

export interface BackupStanding {
  last: { taken: string; size_mb: number; encrypted: boolean; proof: BackupProof | null } | null
  kept: number
  keep: { days: number; weeks: number; months: number }
  /** None where the configuration of the site takes no nightly backups. */
  next: string | null
  /** Whether a scheduler and a worker are there to take the next one. */
  runs: boolean
}

export const backupStanding = (): Promise<BackupStanding> => get("comptoir.backups.standing.standing")

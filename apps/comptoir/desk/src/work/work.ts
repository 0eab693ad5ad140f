/** Background work of the site: its jobs, what recurs, and what hinders them. */
import { call, get } from "@/api"
import { t } from "@/i18n"

export type JobState = "queued" | "retrying" | "running" | "failed" | "cancelled" | "finished"
export const STATES: JobState[] = ["running", "queued", "retrying", "failed", "cancelled", "finished"]

export interface Job {
  name: string
  state: JobState
  method: string
  user: string
  queue: string
  attempts: number
  queued: string | null
  started: string | null
  ended: string | null
  progress: { percent: number; title: string; description: string } | null
  /** The last line of what went wrong. */
  error: string
}

export interface WorkProcess {
  alive: boolean
  /** Since its last sign of life. */
  seconds: number
}

export interface Work {
  jobs: Job[]
  counts: Record<JobState, number>
  workers: WorkProcess[]
  schedulers: WorkProcess[]
}

export interface Schedule {
  name: string
  method: string
  label: string
  cron_format: string | null
  stopped: number
  last_execution: string | null
  /** Null where it is stopped. */
  next_execution: string | null
  /** Whether it failed when it ran last. */
  failed: boolean
}

const METHODS = "comptoir.desk.jobs"

export const jobs = (state: JobState | "", start: number): Promise<Work> =>
  get(`${METHODS}.jobs`, { start, ...(state ? { states: JSON.stringify([state]) } : {}) })
export const job = (name: string): Promise<Job & { traceback: string }> => get(`${METHODS}.job`, { name })
export const cancelJob = (name: string): Promise<void> => call(`${METHODS}.cancel_job`, { name })
export const runJobAgain = (name: string): Promise<void> => call(`${METHODS}.run_job_again`, { name })
export const discardJob = (name: string): Promise<void> => call(`${METHODS}.discard_job`, { name })
export const schedules = (): Promise<Schedule[]> => get(`${METHODS}.schedules`)
export const runSchedule = (name: string): Promise<void> => call(`${METHODS}.run_schedule`, { name })
export const stopSchedule = (name: string, stopped: boolean): Promise<void> => call(`${METHODS}.stop_schedule`, { name, stopped })
export const problems = (): Promise<string[]> => get(`${METHODS}.problems`)

export const isOpen = (state: JobState): boolean => state === "queued" || state === "retrying" || state === "running"

const LOOKS: Record<JobState, { label: () => string; color: string }> = {
  queued: { label: () => t("Waiting"), color: "gray" },
  retrying: { label: () => t("Will be tried again"), color: "amber" },
  running: { label: () => t("Running"), color: "blue" },
  failed: { label: () => t("Failed"), color: "red" },
  cancelled: { label: () => t("Cancelled"), color: "violet" },
  finished: { label: () => t("Done"), color: "green" },
}

export const stateLabel = (state: JobState): string => LOOKS[state].label()
export const stateColor = (state: JobState): string => LOOKS[state].color

/** How long until the page asks again: soon while something moves. */
export function pause(work: Work | undefined): number {
  const moving = work ? work.counts.running + work.counts.queued : 0
  return moving ? 2_000 : 10_000
}

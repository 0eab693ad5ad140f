/** The fields by which documents stand in a calendar. */
export interface CalendarView {
  start: string
  end?: string | null
  lane?: string | null
  color?: string | null
  progress?: string | null
  after?: string | null
  /** Others learn when somebody is busy. */
  busy: boolean
}

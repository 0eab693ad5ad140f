/** What we use of the chart; it has no types of its own. */
declare module "frappe-gantt" {
  export interface Task {
    id: string
    name: string
    start: string
    end: string
    progress: number
    dependencies: string
    custom_class: string
  }

  export interface Options {
    view_mode: string
    language: string
    bar_height: number
    padding: number
    upper_header_height: number
    lower_header_height: number
    popup: false
    today_button: boolean
    infinite_padding: boolean
    move_dependencies: boolean
    readonly_progress: boolean
    readonly_dates: boolean
    scroll_to: string
    on_date_change: (task: Task, start: Date, end: Date) => void
    on_progress_change: (task: Task, progress: number) => void
    on_double_click: (task: Task) => void
  }

  export default class Gantt {
    constructor(place: HTMLElement, tasks: Task[], options: Options)
    $container: HTMLElement
    /** The day at the left end. */
    gantt_start: Date
    /** A column is so many units wide. */
    config: { unit: "day" | "month"; step: number; column_width: number }
    setup_gantt_dates(refresh?: boolean): void
    set_scroll_position(day: string): void
  }
}

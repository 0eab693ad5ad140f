/** Events as they are drawn: documents, and the times in which others are busy. */
import type { Colour } from "./colours"
import { DAY, later, toMoment } from "./moments"
import { type Placed, POINT } from "./placing"
import type { Busy } from "./useCalendar"

export interface Shown {
  key: string
  title: string
  lane: string
  start: Date
  end?: Date
  allDay: boolean
  colour?: Colour
  movable: boolean
  resizable: boolean
  /** Of what the actor may not read there is no more than the time. */
  placed?: Placed
}

export const endOf = (event: Shown): Date => event.end ?? later(event.start, POINT)

export function busyEvents(times: Busy[], word: string): Shown[] {
  return times.map(({ lane, start, end }, number) => {
    const allDay = start.length <= 10
    const [from, until] = [toMoment(start), toMoment(end)]
    return { key: `busy ${number}`, title: word, lane: lane ?? "", start: from, end: allDay ? later(until, DAY) : until > from ? until : later(from, POINT), allDay, movable: false, resizable: false }
  })
}

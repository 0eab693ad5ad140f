/** Rows as events, and the lanes they stand in. */
import { computed, type ComputedRef, shallowRef, watch } from "vue"
import { t } from "@/i18n"
import { listColumns } from "@/list/logic/columns"
import { isPerson } from "@/list/people"
import { rowTitle, searchLinks, titleOf } from "@/list/titles"
import type { DocTypeView, Document, FieldView } from "@/types"
import { colourOf } from "./colours"
import { type Fields, mayChange, mayMove, placed } from "./placing"
import { busyEvents, type Shown } from "./showing"
import type { Busy } from "./useCalendar"

export interface EventSource {
  view: DocTypeView
  fields: Fields
  laneField: FieldView | undefined
  rows: Document[]
  busy: Busy[]
}

export interface CalendarEvents {
  events: ComputedRef<Shown[]>
  lanes: ComputedRef<string[]>
  laneLabels: ComputedRef<Record<string, string>>
  titleOfRow: (row: Document) => string
}

export function useEvents(source: () => EventSource): CalendarEvents {
  /** Lanes that are empty in this time: somebody who is free can be given something. */
  const others = shallowRef<string[]>([])
  const title = computed(() => listColumns(source().view, isPerson)[0])

  const titleOfRow = (row: Document): string => rowTitle(title.value, row)

  const events = computed((): Shown[] => {
    const { view, fields, rows, busy, laneField } = source()
    const shown = rows.flatMap((row): Shown[] => {
      const place = placed(fields, row)
      if (!place) return []
      const movable = mayMove(view, fields, row)
      const resizable = movable && !place.onlyEnds && fields.end !== undefined && mayChange(view, fields.end, row)
      const colour = colourOf(view, row, fields.color, titleOf)
      return [{ key: place.name, title: titleOfRow(row), lane: String((laneField && row[laneField.fieldname]) ?? ""), start: place.start, end: place.end, allDay: place.allDay, colour, movable, resizable, placed: place }]
    })
    return [...shown, ...busyEvents(laneField && laneField.fieldname !== view.calendar?.lane ? [] : busy, t("Busy"))]
  })

  const doctype = computed(() => source().laneField?.options ?? "")
  const laneLabels = computed(() => Object.fromEntries(lanes.value.map((lane) => [lane, lane && titleOf(doctype.value, lane)])))
  const lanes = computed(() => {
    const named = new Set([...events.value.map((event) => event.lane), ...others.value].filter(Boolean))
    const sorted = [...named].sort((one, other) => titleOf(doctype.value, one).localeCompare(titleOf(doctype.value, other)))
    return [...sorted, ""]
  })

  watch(doctype, async (now) => {
    others.value = []
    if (!now) return
    // Who may not list what the lanes are about sees those that something stands in.
    const found = await searchLinks(now, "").catch(() => [])
    if (now === doctype.value) others.value = found.map((option) => option.value)
  }, { immediate: true })

  return { events, lanes, laneLabels, titleOfRow }
}

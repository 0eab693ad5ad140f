/** What the server answers to a card or chart of a dashboard, of the documents that its list shows. */
import { computed, type ComputedRef } from "vue"
import type { ListState } from "@/list/logic/address"
import { conditions } from "@/list/logic/request"
import { plainFilters } from "@/reporting/kept"
import { type Reported, useReport } from "@/reporting/useReport"
import type { DocTypeView, Filter } from "@/types"
import type { PlannedCard } from "./plan"

/** `own` are its own filters, without those of the list. */
export function usePlanned(about: () => { planned: PlannedCard; view: DocTypeView; state: ListState }): { report: Reported; own: ComputedRef<Filter[]> } {
  const own = computed(() => plainFilters(about().planned.filters))
  const report = useReport(() => {
    const { planned, view, state } = about()
    const { filters = [], or_filters } = conditions(view, state)
    return { doctype: view.name, rows: planned.rows, columns: planned.columns, numbers: planned.numbers, filters: [...own.value, ...filters], or_filters }
  })
  return { report, own }
}

/** Leads to a problem: opens its tab and section, and puts the cursor into its field or cell. */
import { type ComputedRef, type Ref, nextTick, ref } from "vue"
import { type LayoutTab, locate } from "@/logic/layout"
import type { ErrorMap } from "@/logic/validation"
import type { CellJump } from "./env"

export interface Reveal {
  reveal: (key: string) => void
  revealFirst: () => void
  jump: Ref<CellJump | undefined>
}

/** Keys are `fieldname`, or `table.row.fieldname` for a cell. */
export function useReveal(prefix: string, layout: ComputedRef<LayoutTab[]>, tab: Ref<string>, folded: Record<string, boolean>, errors: ComputedRef<ErrorMap>): Reveal {
  const jump = ref<CellJump>()

  function reveal(key: string): void {
    const [fieldname = "", row, cell] = key.split(".")
    const place = locate(layout.value, fieldname)
    if (!place) return
    tab.value = place.tab
    folded[place.section] = true
    void nextTick(() => {
      if (row && cell) jump.value = { table: fieldname, row: Number(row) - 1, fieldname: cell }
      else focusField(prefix, fieldname)
    })
  }

  return { reveal, jump, revealFirst: () => void nextTick(() => reveal(Object.keys(errors.value)[0] ?? "")) }
}

function focusField(prefix: string, fieldname: string): void {
  const box = [...document.querySelectorAll<HTMLElement>("[data-field]")].find((each) => each.dataset.field === fieldname)
  box?.scrollIntoView({ block: "center" })
  const input = document.getElementById(`${prefix}-${fieldname}`) ?? box?.querySelector<HTMLElement>("input, textarea, select, button, [tabindex]")
  input?.focus({ preventScroll: true })
}

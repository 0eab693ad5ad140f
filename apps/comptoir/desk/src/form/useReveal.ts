/** Leads to a problem: opens its tab and section, and puts the cursor into its field or cell. */
import { type ComputedRef, type Ref, nextTick, ref } from "vue"
import { type LayoutTab, locate } from "@/logic/layout"
import type { ErrorMap } from "@/logic/validation"
import type { CellJump } from "./env"

export interface Reveal {
  reveal: (key: string) => void
  /** Opens the tab and section of a field; false where the form has no such field. */
  unfold: (fieldname: string) => boolean
  revealFirst: () => void
  /** The cursor into the first input; not on a phone, where that opens the keyboard over the form. */
  focusFirst: () => void
  /** To where the rows of a table are entered. */
  enter: (table: string) => void
  jump: Ref<CellJump | undefined>
}

/** Keys are `fieldname`, or `table.row.fieldname` for a cell. */
export function useReveal(prefix: string, layout: ComputedRef<LayoutTab[]>, tab: Ref<string>, folded: Record<string, boolean>, errors: ComputedRef<ErrorMap>): Reveal {
  const jump = ref<CellJump>()

  function unfold(fieldname: string): boolean {
    const place = locate(layout.value, fieldname)
    if (!place) return false
    tab.value = place.tab
    folded[place.section] = true
    return true
  }

  function reveal(key: string): void {
    const [fieldname = "", row, cell] = key.split(".")
    if (!unfold(fieldname)) return void nextTick(showProblems)
    void nextTick(() => {
      if (row && cell) jump.value = { table: fieldname, row: Number(row) - 1, fieldname: cell }
      else focusField(prefix, fieldname)
    })
  }

  function focusFirst(): void {
    if (!matchMedia("(min-width: 640px)").matches) return
    void nextTick(() => {
      const inputs = [...document.querySelectorAll<HTMLInputElement>("[data-field] :is(input, textarea):not([type=checkbox], [type=file])")]
      const first = inputs.find((each) => each.value === "") ?? inputs[0]
      first?.focus({ preventScroll: true })
    })
  }

  function enter(table: string): void {
    if (unfold(table)) void nextTick(() => (jump.value = { table, row: 0 }))
  }

  return { reveal, unfold, jump, enter, focusFirst, revealFirst: () => void nextTick(() => reveal(Object.keys(errors.value)[0] ?? "")) }
}

/** What no field can be shown for is shown itself. */
function showProblems(): void {
  document.querySelector("[data-test=form-problems]")?.scrollIntoView?.({ block: "nearest" })
}

function focusField(prefix: string, fieldname: string): void {
  const box = [...document.querySelectorAll<HTMLElement>("[data-field]")].find((each) => each.dataset.field === fieldname)
  box?.scrollIntoView({ block: "center" })
  const input = document.getElementById(`${prefix}-${fieldname}`) ?? box?.querySelector<HTMLElement>("input, textarea, select, button, [tabindex]")
  input?.focus({ preventScroll: true })
}

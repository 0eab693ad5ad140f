/** A calendar under the keyboard: arrows for earlier and later, T for today, D, W, M, A for how much, N for new, / to search. */
import { onMounted, onUnmounted } from "vue"
import type { Span } from "./span"

export interface CalendarKeys {
  step: (direction: 1 | -1) => void
  today: () => void
  span: (span: Span) => void
  create: () => void
  search: () => void
}

const TYPING = "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]"

export function useCalendarKeys(actions: CalendarKeys): void {
  const does: Record<string, () => void> = {
    ArrowLeft: () => actions.step(-1), ArrowRight: () => actions.step(1), t: actions.today, n: actions.create, "/": actions.search,
    d: () => actions.span("day"), w: () => actions.span("week"), m: () => actions.span("month"), a: () => actions.span("agenda"),
  }

  function listen(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || (event.target as Element).closest(TYPING)) return
    if (document.querySelector("[role=dialog][data-state=open], [role=menu]")) return
    const action = does[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  onMounted(() => window.addEventListener("keydown", listen))
  onUnmounted(() => window.removeEventListener("keydown", listen))
}

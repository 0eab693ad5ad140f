/** Cards that are dragged by mouse and finger from one list to another; what is drawn follows the board alone. */
import Sortable from "sortablejs"
import { onBeforeUnmount, watch, type Ref } from "vue"

export interface Drop {
  name: string
  /** The column, as its list carries it. */
  column: string
  at: number
}

export interface Dragging {
  group: string
  enabled: () => boolean
  dragged: (now: boolean) => void
  dropped: (drop: Drop) => void
}

/** How long a finger rests on a card before it lifts: until then it scrolls. */
const REST = 180

export function useSorting(list: Ref<HTMLElement | undefined>, { group, enabled, dragged, dropped }: Dragging): void {
  let sortable: Sortable | undefined

  function end(event: Sortable.SortableEvent): void {
    const { item, from, to, oldIndex = 0, newIndex = 0 } = event
    // The card goes back to where it was drawn; the board moves it.
    item.remove()
    from.insertBefore(item, from.children[oldIndex] ?? null)
    dragged(false)
    if (from !== to || oldIndex !== newIndex) dropped({ name: item.dataset.card ?? "", column: to.dataset.column ?? "", at: newIndex })
  }

  watch(list, (element) => {
    sortable?.destroy()
    sortable = element && Sortable.create(element, {
      group, draggable: "[data-card]", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4,
      delay: REST, delayOnTouchOnly: true, touchStartThreshold: 5, scrollSensitivity: 70, filter: "button", preventOnFilter: false, ghostClass: "opacity-40", dragClass: "dragged-card",
      disabled: !enabled(), onStart: () => dragged(true), onEnd: end,
    })
  }, { flush: "post" })
  watch(enabled, (now) => sortable?.option("disabled", !now))
  onBeforeUnmount(() => sortable?.destroy())
}

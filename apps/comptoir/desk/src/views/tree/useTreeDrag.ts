/** Documents of a tree that are dragged onto another by mouse or finger. */
import Sortable from "sortablejs"
import { onBeforeUnmount, ref, watch, type Ref } from "vue"

export interface TreeDrag {
  dragged: Ref<string>
  /** The document that what is dragged would go below; undefined where it would stay. */
  over: Ref<string | undefined>
}

/** How long a finger rests on a row before it lifts: until then it scrolls. */
const REST = 250

function nodeAt(event: Event): string | undefined {
  const touch = "changedTouches" in event ? (event as TouchEvent).changedTouches[0] : (event as MouseEvent)
  if (!touch) return undefined
  return document.elementsFromPoint(touch.clientX, touch.clientY).map((element) => element.closest<HTMLElement>("[data-onto]")?.dataset.onto).find((name) => name !== undefined)
}

export function useTreeDrag(list: Ref<HTMLElement | undefined>, enabled: () => boolean, dropped: (name: string, onto: string) => void): TreeDrag {
  const dragged = ref("")
  const over = ref<string>()
  let sortable: Sortable | undefined

  function follow(event: Event): void {
    const onto = nodeAt(event)
    over.value = onto === dragged.value ? undefined : onto
  }

  function start(event: Sortable.SortableEvent): void {
    dragged.value = event.item.dataset.onto ?? ""
    document.addEventListener("pointermove", follow)
    document.addEventListener("touchmove", follow)
  }

  function end(): void {
    document.removeEventListener("pointermove", follow)
    document.removeEventListener("touchmove", follow)
    const [name, onto] = [dragged.value, over.value]
    dragged.value = ""
    over.value = undefined
    if (onto !== undefined) dropped(name, onto)
  }

  watch(list, (element) => {
    sortable?.destroy()
    // Rows keep their order: it is that of the list. A row is dropped onto another, not between two.
    sortable = element && Sortable.create(element, {
      draggable: "[data-drag]", sort: false, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: REST, delayOnTouchOnly: true, touchStartThreshold: 5,
      filter: "button", preventOnFilter: false, ghostClass: "opacity-40", dragClass: "dragged-row", disabled: !enabled(), onMove: () => false, onStart: start, onEnd: end,
    })
  }, { flush: "post" })
  watch(enabled, (now) => sortable?.option("disabled", !now))
  onBeforeUnmount(() => {
    sortable?.destroy()
    end()
  })
  return { dragged, over }
}

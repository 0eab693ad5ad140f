/** Draws only the rows of a long table that are near what is seen of it. */
import { type ComputedRef, type Ref, computed, onMounted, onScopeDispose, ref, shallowRef, watch } from "vue"
import { type Drawn, WINDOWED_FROM, drawnRows, isDrawn, seenRows } from "@/logic/grid/window"

export interface RowWindow {
  /** The table scrolls within itself. */
  scrolls: ComputedRef<boolean>
  drawn: ComputedRef<Drawn>
  rowHeight: Ref<number>
  look: () => void
}

/** Before anything is measured. */
const USUAL = { rowHeight: 32, height: 640 }

/** `kept` is a row that is drawn wherever one scrolls: the one with the keyboard in it. */
export function useWindow(scroller: Ref<HTMLElement | undefined>, count: () => number, kept: () => number): RowWindow {
  const rowHeight = ref(USUAL.rowHeight)
  const seen = shallowRef(seenRows(0, USUAL.height, USUAL.rowHeight))
  const scrolls = computed(() => count() >= WINDOWED_FROM)
  let sizes: ResizeObserver | undefined

  function look(): void {
    const box = scroller.value
    if (!box || !scrolls.value) return
    const measured = box.querySelector<HTMLElement>("tbody > [aria-rowindex]")?.offsetHeight
    if (measured) rowHeight.value = measured
    const now = seenRows(box.scrollTop, box.clientHeight || USUAL.height, rowHeight.value)
    if (now.first !== seen.value.first || now.many !== seen.value.many) seen.value = now
  }

  onMounted(() => {
    look()
    sizes = typeof ResizeObserver === "undefined" ? undefined : new ResizeObserver(look)
    if (scroller.value) sizes?.observe(scroller.value)
  })
  onScopeDispose(() => sizes?.disconnect())
  watch(count, look, { flush: "post" })

  /** Where the cursor moves within what is drawn anyway, nothing is drawn anew. */
  const apart = computed(() => (scrolls.value && !isDrawn(kept(), seen.value) ? kept() : -1))
  return { scrolls, rowHeight, look, drawn: computed(() => drawnRows(count(), seen.value, apart.value)) }
}

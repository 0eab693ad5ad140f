/** How wide an element is, in CSS pixels without its padding; 0 until it is there. */
import { onScopeDispose, readonly, ref, watch, type Ref } from "vue"

export function useWidth(element: () => Element | null | undefined): Readonly<Ref<number>> {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0))
  watch(element, (now, before) => {
    if (before) observer.unobserve(before)
    if (now) observer.observe(now)
  }, { immediate: true, flush: "post" })
  onScopeDispose(() => observer.disconnect())
  return readonly(width)
}

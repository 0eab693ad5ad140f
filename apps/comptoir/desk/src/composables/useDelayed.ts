/** True only once the source has been true for a while: skeletons never flash for answers that come at once. */
import { onScopeDispose, readonly, ref, watch, type Ref } from "vue"

export function useDelayed(source: () => boolean, delay = 150): Readonly<Ref<boolean>> {
  const shown = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => clearTimeout(timer)
  watch(
    source,
    (now) => {
      stop()
      if (now) timer = setTimeout(() => (shown.value = true), delay)
      else shown.value = false
    },
    { immediate: true },
  )
  onScopeDispose(stop)
  return readonly(shown)
}

/** Whether a media query holds, as reactive state. */
import { onScopeDispose, readonly, ref, type Ref } from "vue"

export function useMedia(media: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(media)
  const matches = ref(list.matches)
  const update = (): void => void (matches.value = list.matches)
  list.addEventListener("change", update)
  onScopeDispose(() => list.removeEventListener("change", update))
  return readonly(matches)
}

/** The colours of a source text, as soon as what finds them is here; very long texts go without. */
import { type Ref, shallowRef, watch } from "vue"
import type { Part } from "./jinja"

const LONGEST = 60_000

export function useColours(text: () => string, language: () => string | undefined): Ref<Part[] | undefined> {
  const parts = shallowRef<Part[]>()
  const find = shallowRef<(text: string, language: string) => Part[] | undefined>()
  watch(language, async (now) => {
    if (now && !find.value) find.value = (await import("./colours")).coloured
  }, { immediate: true })
  // At once with the text, which would stand uncoloured above its colours otherwise.
  watch([text, language, find], () => (parts.value = find.value && language() && text().length <= LONGEST ? find.value(text(), language()!) : undefined), { immediate: true, flush: "sync" })
  return parts
}

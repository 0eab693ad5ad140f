/** One piece of work at a time, with the sentence of a refusal beside it. */
import { computed, type ComputedRef, ref, type Ref, shallowRef } from "vue"
import type { ApiError } from "@/api"
import { refusalOf, type Sentence } from "@/shell/login/refusals"

export interface Attempt {
  busy: Ref<boolean>
  /** Empty where nothing was refused; it follows the language. */
  refusal: ComputedRef<string>
  /** Say why the work is not even begun; without a sentence, take back what was said. */
  refuse: (why?: Sentence) => void
  /** True when the work was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
}

/** `wrong` is what to say where who asks is not who they say they are. */
export function useAttempt(wrong?: Sentence): Attempt {
  const busy = ref(false)
  const said = shallowRef<Sentence>()
  const refusal = computed(() => said.value?.() ?? "")
  const refuse = (why?: Sentence): void => void (said.value = why)

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refuse()
    try {
      await work()
      return true
    } catch (cause) {
      refuse(refusalOf(cause as ApiError, wrong))
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, refusal, refuse, run }
}

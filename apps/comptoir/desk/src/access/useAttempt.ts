/** One piece of work at a time, with the sentence of a refusal beside it. */
import { ref, type Ref } from "vue"
import type { ApiError } from "@/api"

export interface Attempt {
  busy: Ref<boolean>
  refusal: Ref<string>
  /** True when the work was done. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
}

export function useAttempt(): Attempt {
  const busy = ref(false)
  const refusal = ref("")

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = ""
    try {
      await work()
      return true
    } catch (cause) {
      refusal.value = (cause as ApiError).message
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, refusal, run }
}

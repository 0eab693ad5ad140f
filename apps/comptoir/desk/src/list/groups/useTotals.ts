/** Counts and sums asked of the server. */
import { shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"
import { useFlight } from "@/composables/useFlight"

export interface Asked<T> {
  answer: ShallowRef<T | undefined>
  error: ShallowRef<ApiError | undefined>
  busy: Ref<boolean>
  ask: () => Promise<void>
}

/** What was answered is forgotten as soon as `args` change; `at once`, it is asked again. */
export function useTotals<T>(method: string, args: () => Record<string, unknown> | undefined, atOnce = false): Asked<T> {
  const answer = shallowRef<T>()
  const flight = useFlight()

  async function ask(): Promise<void> {
    const about = args()
    flight.drop()
    if (about) await flight.ask((signal) => call<T>(`comptoir.desk.totals.${method}`, about, "POST", signal), (found) => (answer.value = found))
  }

  watch(() => JSON.stringify(args()), () => {
    flight.drop()
    if (atOnce) void ask()
    else answer.value = undefined
  }, { immediate: true })
  return { answer, error: flight.error, busy: flight.loading, ask }
}

/** Counts and sums asked of the server; an older answer never replaces a newer question. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"

export interface Asked<T> {
  answer: ShallowRef<T | undefined>
  error: ShallowRef<ApiError | undefined>
  busy: Ref<boolean>
  ask: () => Promise<void>
}

/** What was answered is forgotten as soon as `args` change; `at once`, it is asked again. */
export function useTotals<T>(method: string, args: () => Record<string, unknown> | undefined, atOnce = false): Asked<T> {
  const answer = shallowRef<T>()
  const error = shallowRef<ApiError>()
  const busy = ref(false)
  let flight: AbortController | undefined

  async function ask(): Promise<void> {
    const about = args()
    flight?.abort()
    if (!about) return
    const own = (flight = new AbortController())
    busy.value = true
    error.value = undefined
    try {
      const found = await call<T>(`comptoir.desk.totals.${method}`, about, "POST", own.signal)
      if (own === flight) answer.value = found
    } catch (cause) {
      if (own === flight) error.value = cause as ApiError
    } finally {
      if (own === flight) busy.value = false
    }
  }

  watch(() => JSON.stringify(args()), () => {
    flight?.abort()
    busy.value = false
    if (atOnce) void ask()
    else answer.value = undefined
  }, { immediate: true })
  onScopeDispose(() => flight?.abort())
  return { answer, error, busy, ask }
}

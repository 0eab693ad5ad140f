/** One question under way at a time: a newer one cancels the older, whose answer and error then count no more. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue"
import type { ApiError } from "@/api"

export interface Flight {
  loading: Ref<boolean>
  /** Of the last question; what was answered before stays where it is. */
  error: ShallowRef<ApiError | undefined>
  ask: <T>(question: (signal: AbortSignal) => Promise<T>, take: (answer: T) => void) => Promise<void>
  /** Nobody waits for the answer any more. */
  drop: () => void
}

export function useFlight(): Flight {
  const loading = ref(false)
  const error = shallowRef<ApiError>()
  let flight: AbortController | undefined

  function drop(): void {
    flight?.abort()
    flight = undefined
    loading.value = false
  }

  async function ask<T>(question: (signal: AbortSignal) => Promise<T>, take: (answer: T) => void): Promise<void> {
    drop()
    const own = (flight = new AbortController())
    loading.value = true
    try {
      const answer = await question(own.signal)
      if (own !== flight) return
      take(answer)
      error.value = undefined
    } catch (cause) {
      if (own === flight) error.value = cause as ApiError
    } finally {
      if (own === flight) loading.value = false
    }
  }

  onScopeDispose(drop)
  return { loading, error, ask, drop }
}

/** What the server answers to one question, asked at once and again on demand. */
import { type ShallowRef, shallowRef } from "vue"
import type { ApiError } from "@/api"

export interface Answered<T> {
  found: ShallowRef<T | undefined>
  error: ShallowRef<ApiError | undefined>
  load: () => Promise<void>
}

export function useAnswer<T>(ask: () => Promise<T>): Answered<T> {
  const found = shallowRef<T>()
  const error = shallowRef<ApiError>()

  async function load(): Promise<void> {
    error.value = undefined
    try {
      found.value = await ask()
    } catch (cause) {
      error.value = cause as ApiError
    }
  }

  void load()
  return { found, error, load }
}

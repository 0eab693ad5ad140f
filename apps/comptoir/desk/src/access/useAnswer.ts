/** What the server answers to one question, asked at once and again on demand. */
import { type ShallowRef, shallowRef, watch } from "vue"
import type { ApiError } from "@/api"
import { lang } from "@/i18n"

export interface Answered<T> {
  found: ShallowRef<T | undefined>
  error: ShallowRef<ApiError | undefined>
  load: () => Promise<void>
}

export function useAnswer<T>(ask: () => Promise<T>): Answered<T> {
  const found = shallowRef<T>()
  const error = shallowRef<ApiError>()
  let turn = 0

  /** Of two questions under way the later one counts. */
  async function load(): Promise<void> {
    const mine = ++turn
    error.value = undefined
    try {
      const answer = await ask()
      if (mine === turn) found.value = answer
    } catch (cause) {
      if (mine === turn) error.value = cause as ApiError
    }
  }

  void load()
  return { found, error, load }
}

/** An answer that has words in it: another language asks again; the old ones stay until the answer. */
export function useSpokenAnswer<T>(ask: () => Promise<T>): Answered<T> {
  const answer = useAnswer(ask)
  watch(lang, () => void answer.load())
  return answer
}

/** Documents found for a text that changes while it is typed; an answer to an earlier text is never shown. */
import { onScopeDispose, ref, type Ref, shallowRef, watch } from "vue"
import { type ApiError, get } from "@/api"
import type { FoundDocuments } from "@/types"

const PAUSE = 150
const NOTHING: FoundDocuments = { found: [], has_more: false }

export interface Finding {
  answer: Readonly<Ref<FoundDocuments>>
  busy: Readonly<Ref<boolean>>
  problem: Readonly<Ref<string>>
}

export const findDocuments = (text: string, options: { doctype?: string; start?: number; limit?: number } = {}, signal?: AbortSignal): Promise<FoundDocuments> =>
  get<FoundDocuments>("comptoir.desk.finding.search", { text, ...options }, signal)

export function useFinding(text: () => string, limit: number): Finding {
  const answer = shallowRef(NOTHING)
  const busy = ref(false)
  const problem = ref("")
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  function stop(): void {
    clearTimeout(timer)
    asking?.abort()
  }

  async function ask(wanted: string): Promise<void> {
    const own = (asking = new AbortController())
    try {
      const found = await findDocuments(wanted, { limit }, own.signal)
      if (own.signal.aborted) return
      answer.value = found
      problem.value = ""
    } catch (cause) {
      if (own.signal.aborted) return
      answer.value = NOTHING
      problem.value = (cause as ApiError).message
    }
    busy.value = false
  }

  watch(text, (now) => {
    stop()
    const wanted = now.trim()
    busy.value = wanted !== ""
    if (wanted) timer = setTimeout(() => void ask(wanted), PAUSE)
    else answer.value = NOTHING
  })
  onScopeDispose(stop)
  return { answer, busy, problem }
}

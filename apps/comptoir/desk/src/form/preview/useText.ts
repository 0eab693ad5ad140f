/** The beginning of a text file. */
import { onScopeDispose, ref, type Ref, watch } from "vue"
import { t } from "@/i18n"

/** Characters; more is for an editor. */
const MOST = 200_000

export interface FileText {
  text: Ref<string>
  /** More than the beginning is shown nowhere here. */
  cut: Ref<boolean>
  problem: Ref<string>
}

/** Nothing is read where there is no address. */
export function useText(address: () => string | undefined): FileText {
  const [text, cut, problem] = [ref(""), ref(false), ref("")]
  let flight: AbortController | undefined

  async function read(from: string, own: AbortController): Promise<void> {
    try {
      const answer = await fetch(from, { signal: own.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      const whole = await beginning(answer)
      if (own.signal.aborted) return
      text.value = whole.slice(0, MOST)
      cut.value = whole.length > MOST
    } catch {
      if (!own.signal.aborted) problem.value = t("This file cannot be read now.")
    }
  }

  watch(address, (from) => {
    flight?.abort()
    text.value = problem.value = ""
    cut.value = false
    if (from) void read(from, (flight = new AbortController()))
  }, { immediate: true })
  onScopeDispose(() => flight?.abort())
  return { text, cut, problem }
}

async function beginning(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  let whole = ""
  while (reader && whole.length <= MOST) {
    const { done, value } = await reader.read()
    if (done) return whole + decoder.decode()
    whole += decoder.decode(value, { stream: true })
  }
  await reader?.cancel()
  return whole
}

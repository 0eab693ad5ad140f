/** What the server answers to all cards and charts of a dashboard: asked at once, each answered or refused for itself. */
import { type Ref, type ShallowRef, shallowRef, watch } from "vue"
import { call, type ApiError } from "@/api"
import { useFlight } from "@/composables/useFlight"
import type { ReportAnswer } from "@/reporting/types"
import type { ReportRequest } from "@/reporting/useReport"

export interface Answered {
  answer?: ReportAnswer
  error?: { type: string; status: number; message: string }
}

export interface Answers {
  /** By the name of the question; old ones stay until new ones are there. */
  answers: ShallowRef<ReadonlyMap<string, Answered>>
  /** Why none was answered at all. */
  error: ShallowRef<ApiError | undefined>
  loading: Ref<boolean>
  load: () => Promise<void>
}

export function useAnswers(questions: () => ReadonlyMap<string, ReportRequest>): Answers {
  const answers = shallowRef<ReadonlyMap<string, Answered>>(new Map())
  const flight = useFlight()

  async function load(): Promise<void> {
    const asked = questions()
    if (!asked.size) return
    await flight.ask((signal) => call<Answered[]>("comptoir.desk.reporting.reports", { asked: [...asked.values()] }, "POST", signal), (found) => {
      answers.value = new Map([...asked.keys()].map((name, at) => [name, found[at] ?? {}]))
    })
  }

  watch(() => JSON.stringify([...questions()]), () => void load(), { immediate: true })
  return { answers, error: flight.error, loading: flight.loading, load }
}

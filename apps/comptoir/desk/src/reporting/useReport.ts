/** What the server answers to a report; a newer question cancels the older, old numbers stay until new ones are there. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"
import { rememberTitles } from "@/list/titles"
import type { Filter, FilterTree } from "@/types"
import type { ReportAnswer } from "./types"

export interface ReportRequest {
  doctype: string
  rows: string[]
  columns: string[]
  numbers: string[]
  filters?: FilterTree[]
  or_filters?: Filter[]
  compare?: boolean
}

export interface Reported {
  answer: ShallowRef<ReportAnswer | undefined>
  /** What the answer answers. */
  asked: ShallowRef<ReportRequest | undefined>
  error: ShallowRef<ApiError | undefined>
  loading: Ref<boolean>
  load: () => Promise<void>
}

export function useReport(request: () => ReportRequest): Reported {
  const answer = shallowRef<ReportAnswer>()
  const asked = shallowRef<ReportRequest>()
  const error = shallowRef<ApiError>()
  const loading = ref(false)
  let flight: AbortController | undefined

  async function load(): Promise<void> {
    flight?.abort()
    const own = (flight = new AbortController())
    const wanted = request()
    loading.value = true
    try {
      const found = await call<ReportAnswer>("comptoir.desk.reporting.report", { ...wanted }, "POST", own.signal)
      if (own !== flight) return
      rememberTitles(found.link_titles)
      answer.value = found
      asked.value = wanted
      error.value = undefined
    } catch (cause) {
      if (own === flight) error.value = cause as ApiError
    } finally {
      if (own === flight) loading.value = false
    }
  }

  watch(() => JSON.stringify(request()), () => void load(), { immediate: true })
  onScopeDispose(() => flight?.abort())
  return { answer, asked, error, loading, load }
}

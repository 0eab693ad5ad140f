/** What the server answers to a report; a newer question cancels the older, old numbers stay until new ones are there. */
import { shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"
import { useFlight } from "@/composables/useFlight"
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
  const flight = useFlight()

  function load(): Promise<void> {
    const wanted = request()
    return flight.ask((signal) => call<ReportAnswer>("comptoir.desk.reporting.report", { ...wanted }, "POST", signal), (found) => {
      rememberTitles(found.link_titles)
      answer.value = found
      asked.value = wanted
    })
  }

  watch(() => JSON.stringify(request()), () => void load(), { immediate: true })
  return { answer, asked, error: flight.error, loading: flight.loading, load }
}

/** Rows of a list, a page at a time. A newer question cancels the older; old rows stay until new ones are there. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"
import type { Document, ListAnswer, ListRequest } from "@/types"

export interface ListRows {
  rows: ShallowRef<Document[]>
  linkTitles: ShallowRef<Record<string, string>>
  hasMore: Ref<boolean>
  /** A first page is under way. */
  loading: Ref<boolean>
  loadingMore: Ref<boolean>
  /** The first answer has come, so emptiness means something. */
  loaded: Ref<boolean>
  error: ShallowRef<ApiError | undefined>
  loadMore: () => Promise<void>
  reload: () => Promise<void>
  remove: (names: string[]) => void
}

export function useList(request: () => ListRequest | undefined): ListRows {
  const rows = shallowRef<Document[]>([])
  const linkTitles = shallowRef<Record<string, string>>({})
  const hasMore = ref(false)
  const loading = ref(false)
  const loadingMore = ref(false)
  const loaded = ref(false)
  const error = shallowRef<ApiError>()
  let flight: AbortController | undefined

  async function fetchPage(start: number, busy: Ref<boolean>, take: (answer: ListAnswer) => void): Promise<void> {
    const asked = request()
    if (!asked) return
    flight?.abort()
    const own = (flight = new AbortController())
    loading.value = loadingMore.value = false
    busy.value = true
    error.value = undefined
    try {
      const answer = await call<ListAnswer>("comptoir.desk.api.list", { ...asked, start }, "POST", own.signal)
      if (own !== flight) return
      take(answer)
      hasMore.value = answer.has_more
      linkTitles.value = { ...linkTitles.value, ...answer.link_titles }
      loaded.value = true
    } catch (cause) {
      if (own === flight) error.value = cause as ApiError
    } finally {
      if (own === flight) busy.value = false
    }
  }

  const reload = (): Promise<void> => fetchPage(0, loading, (answer) => (rows.value = answer.rows))
  const loadMore = (): Promise<void> =>
    fetchPage(rows.value.length, loadingMore, (answer) => {
      const seen = new Set(rows.value.map((row) => row.name))
      rows.value = [...rows.value, ...answer.rows.filter((row) => !seen.has(row.name))]
    })

  function remove(names: string[]): void {
    const gone = new Set(names)
    rows.value = rows.value.filter((row) => !gone.has(row.name ?? ""))
  }

  watch(() => JSON.stringify(request()), () => void reload(), { immediate: true })
  onScopeDispose(() => flight?.abort())
  return { rows, linkTitles, hasMore, loading, loadingMore, loaded, error, loadMore, reload, remove }
}

/** Rows of a list, a page at a time. A newer question cancels the older; old rows stay until new ones are there. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, type ApiError } from "@/api"
import type { Document, ListAnswer, ListRequest } from "@/types"

/** Rows to begin with; they are asked for again in the background. */
export interface Snapshot {
  rows: Document[]
  linkTitles: Record<string, string>
  hasMore: boolean
}

/** The most rows a reload asks for at once. */
const RELOAD_LIMIT = 500

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
  /** A document that is shown was stored: its row shows what it is now. */
  replace: (doc: Document) => void
}

export function useList(request: () => ListRequest | undefined, begin?: Snapshot): ListRows {
  const rows = shallowRef<Document[]>(begin?.rows ?? [])
  const linkTitles = shallowRef<Record<string, string>>(begin?.linkTitles ?? {})
  const hasMore = ref(begin?.hasMore ?? false)
  const loading = ref(false)
  const loadingMore = ref(false)
  const loaded = ref(begin !== undefined)
  const error = shallowRef<ApiError>()
  let flight: AbortController | undefined

  async function fetchPage(start: number, least: number, busy: Ref<boolean>, take: (answer: ListAnswer) => void): Promise<void> {
    const asked = request()
    if (!asked) return
    flight?.abort()
    const own = (flight = new AbortController())
    loading.value = loadingMore.value = false
    busy.value = true
    error.value = undefined
    try {
      const answer = await call<ListAnswer>("comptoir.desk.api.list", { ...asked, start, page_length: Math.max(asked.page_length ?? 0, least) }, "POST", own.signal)
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

  const first = (least: number): Promise<void> => fetchPage(0, least, loading, (answer) => (rows.value = answer.rows))
  /** As many rows as are shown, so that nothing disappears under the reader. */
  const reload = (): Promise<void> => first(Math.min(rows.value.length, RELOAD_LIMIT))
  const loadMore = (): Promise<void> =>
    fetchPage(rows.value.length, 0, loadingMore, (answer) => {
      const seen = new Set(rows.value.map((row) => row.name))
      rows.value = [...rows.value, ...answer.rows.filter((row) => !seen.has(row.name))]
    })

  function remove(names: string[]): void {
    const gone = new Set(names)
    rows.value = rows.value.filter((row) => !gone.has(row.name ?? ""))
  }

  function replace(doc: Document): void {
    rows.value = rows.value.map((row) => (row.name === doc.name ? (Object.fromEntries(Object.keys(row).map((key) => [key, key in doc ? doc[key] : row[key]])) as Document) : row))
  }

  let fresh = begin !== undefined
  watch(
    () => JSON.stringify(request()),
    (asked) => {
      if (!asked) return
      void (fresh ? reload() : first(0))
      fresh = false
    },
    { immediate: true },
  )
  onScopeDispose(() => flight?.abort())
  return { rows, linkTitles, hasMore, loading, loadingMore, loaded, error, loadMore, reload, remove, replace }
}

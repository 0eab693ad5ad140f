/** The pages of a timeline that were asked for, and what happens while they are shown. */
import { type ComputedRef, type Ref, computed, reactive, ref, shallowRef, watch } from "vue"
import { type ApiError, call, get } from "@/api"
import { type Somebody, somebody } from "@/logic/people"
import { type Chosen, type Entry, type Shown, chosenOf, entriesOf, withEarlier, withNewest } from "@/logic/timeline"
import type { DocInfo, DocTypeView, TimelinePage, Told } from "@/types"
import { notify } from "@/ui/toast"

const PART = "Timeline"
const METHOD = "comptoir.desk.timeline.page"

export interface Asked {
  meta: DocTypeView
  name: string
  children: Record<string, DocTypeView>
  /** A new object whenever something around the document may have changed. */
  info: DocInfo | undefined
}

export interface TimelineState {
  entries: ComputedRef<Entry[]>
  kinds: Ref<Chosen[]>
  loading: Ref<boolean>
  /** Whether what is shown is the document's. */
  loaded: Ref<boolean>
  problem: Ref<string>
  /** Whether there is more behind what is shown. */
  more: ComputedRef<boolean>
  who: (user: string) => Somebody
  choose: (kinds: Chosen[]) => void
  earlier: () => Promise<void>
  again: () => Promise<void>
  /** A remark was changed or taken back by its author: it may stand on a page that is not asked for again. */
  reread: (comment: string) => Promise<void>
}

export function useTimeline(asked: () => Asked): TimelineState {
  const shown = shallowRef<Shown>({ entries: [], next: null })
  const kinds = ref<Chosen[]>(chosenOf((asked().meta.user_settings?.[PART] as { kinds?: unknown } | undefined)?.kinds))
  const people = reactive<NonNullable<DocInfo["user_info"]>>({})
  const loading = ref(false)
  const loaded = ref(false)
  const problem = ref("")
  let known = new WeakMap<Told, Entry[]>()
  let declared: DocTypeView | undefined
  let turn = 0

  /** A declaration in another language says other labels. */
  function entriesAre(told: Told): Entry[] {
    const { meta } = asked()
    if (meta !== declared) known = new WeakMap()
    declared = meta
    const entries = known.get(told) ?? entriesOf(told, asked().meta, asked().children)
    known.set(told, entries)
    return entries
  }

  /** Of two questions under way the later one counts. */
  async function ask(after: string | null, join: (page: TimelinePage) => Shown): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const page = await get<TimelinePage>(METHOD, { doctype: asked().meta.name, name: asked().name, kinds: kinds.value, ...(after ? { after } : {}) })
      if (mine !== turn) return
      Object.assign(people, page.user_info)
      shown.value = join(page)
      problem.value = ""
      loaded.value = true
    } catch (cause) {
      if (mine === turn) problem.value = (cause as ApiError).message
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  const again = (): Promise<void> => ask(null, (page) => page)
  const newest = (): Promise<void> => ask(null, (page) => withNewest(shown.value, page))

  async function earlier(): Promise<void> {
    if (!loading.value && shown.value.next) await ask(shown.value.next, (page) => withEarlier(shown.value, page))
  }

  async function reread(comment: string): Promise<void> {
    const found = await get<{ content?: string }>("frappe.client.get_value", { doctype: "Comment", filters: { name: comment }, fieldname: "content" }).catch(() => null)
    if (!found) return
    const { content } = found
    const entries = shown.value.entries.flatMap((told) => (told.name !== comment || told.source !== "Comment" ? [told] : content === undefined ? [] : [{ ...told, content }]))
    shown.value = { ...shown.value, entries }
  }

  function choose(chosen: Chosen[]): void {
    kinds.value = chosen
    void again()
    void remember(asked().meta, chosen)
  }

  watch(() => [asked().meta.name, asked().name, asked().info] as const, ([doctype, name], before) => {
    const same = before && before[0] === doctype && before[1] === name
    if (!same) {
      shown.value = { entries: [], next: null }
      loaded.value = false
    }
    if (name) void (same ? newest() : again())
  }, { immediate: true })

  return {
    entries: computed(() => shown.value.entries.flatMap(entriesAre)),
    more: computed(() => shown.value.next !== null),
    who: (user) => somebody({ ...asked().info, user_info: { ...asked().info?.user_info, ...people } } as DocInfo, user),
    kinds, loading, loaded, problem, choose, earlier, again, reread,
  }
}

async function remember(meta: DocTypeView, kinds: Chosen[]): Promise<void> {
  const part = kinds.length ? { kinds } : null
  meta.user_settings = { ...meta.user_settings, [PART]: part }
  await call("frappe.model.utils.user_settings.save", { doctype: meta.name, user_settings: { [PART]: part } }).catch((cause: ApiError) => notify(cause.message, "error"))
}

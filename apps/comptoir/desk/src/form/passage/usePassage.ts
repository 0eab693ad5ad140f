/** Walking from document to document in the order of the list they were opened from. */
import { type ComputedRef, type Ref, computed, ref, shallowRef, watch } from "vue"
import { useRouter } from "vue-router"
import { call } from "@/api"
import { carried } from "@/print/beside/address"
import { formRoute } from "@/routes"
import { user } from "@/stores/session"
import type { ListAnswer } from "@/types"
import { notify } from "@/ui/toast"
import { type Passage, type Place, keepPassage, passageOf, placeIn } from "./passage"

const PAGE = 50

export interface Walk {
  place: ComputedRef<Place | undefined>
  /** How many there are, as far as it is known; "1000+" where nobody counted further. */
  total: Ref<string>
  go: (step: 1 | -1) => Promise<void>
}

export function usePassage(doctype: () => string, name: () => string | undefined): Walk {
  const router = useRouter()
  const passage = shallowRef<Passage>()
  const total = ref("")
  const place = computed(() => (passage.value && name() !== undefined ? placeIn(passage.value, String(name())) : undefined))

  watch(name, (now) => {
    const before = passage.value
    passage.value = now === undefined ? undefined : passageOf(user.value, doctype(), now)
    if (passage.value && JSON.stringify(passage.value.question) !== JSON.stringify(before?.question)) void count(passage.value)
  }, { immediate: true })

  async function count(way: Passage): Promise<void> {
    total.value = way.hasMore ? "" : String(way.names.length)
    if (!way.hasMore) return
    const { doctype: of, filters, or_filters } = way.question
    const found = await call<{ count: number; more: boolean }>("comptoir.desk.api.count", { doctype: of, filters, or_filters }).catch(() => undefined)
    if (found && passage.value?.question === way.question) total.value = `${found.count}${found.more ? "+" : ""}`
  }

  /** The next page of the list, where its end has been reached; rows that have moved up are not walked twice. */
  async function readOn(way: Passage): Promise<void> {
    const answer = await call<ListAnswer>("comptoir.desk.api.list", { ...way.question, fields: ["name"], start: way.names.length, page_length: PAGE })
    const known = new Set(way.names)
    const more = answer.rows.map((row) => String(row.name)).filter((each) => !known.has(each))
    passage.value = { ...way, names: [...way.names, ...more], hasMore: answer.has_more }
    keepPassage(passage.value)
  }

  async function go(step: 1 | -1): Promise<void> {
    try {
      if (step > 0 && place.value?.further && passage.value) await readOn(passage.value)
    } catch (error) {
      return notify((error as Error).message, "error")
    }
    const next = step > 0 ? place.value?.after : place.value?.before
    if (next !== undefined) await router.push(formRoute(doctype(), next, carried(router.currentRoute.value.query)))
  }

  return { place, total, go }
}

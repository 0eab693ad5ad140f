/** The saved view that the address names: fills it in when it is opened, tells whether it was changed since. */
import { computed, watch, type ComputedRef } from "vue"
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from "vue-router"
import { t } from "@/i18n"
import { heldQuery, openedQuery, readState, unopened, writeState, type ListState } from "@/list/logic/address"
import { filterFields } from "@/list/logic/columns"
import { defaultSort } from "@/list/logic/request"
import { listRoute, viewRoute } from "@/routes"
import type { DocTypeView, SavedView } from "@/types"
import { notify } from "@/ui/toast"
import { sameQuery } from "./logic"
import { knowSavedViews, savedViews } from "./store"

export interface OpenedView {
  saved: ComputedRef<SavedView | undefined>
  changed: ComputedRef<boolean>
  /** What would be stored of the list as it is shown. */
  held: ComputedRef<Record<string, string | string[]>>
}

export function useSavedView(view: () => DocTypeView | undefined, state: () => ListState | undefined, shown: () => string): OpenedView {
  const route = useRoute()
  const router = useRouter()
  const own = route.path
  const saved = computed(() => savedViews.value.find((each) => each.name === state()?.saved && each.document_type === view()?.name))

  /** As this user's Desk reads and writes it: fields they do not have are gone. */
  function read(declared: DocTypeView, query: LocationQuery): LocationQueryRaw {
    const known = new Set(filterFields(declared).map((field) => field.fieldname))
    return heldQuery(writeState(readState(query, known, defaultSort(declared)), defaultSort(declared)))
  }

  const held = computed((): Record<string, string | string[]> => {
    const [declared, current] = [view(), state()]
    return declared && current ? (heldQuery(writeState(current, defaultSort(declared))) as Record<string, string | string[]>) : {}
  })
  const changed = computed(() => {
    const [declared, opened] = [view(), saved.value]
    return Boolean(declared && opened && (opened.view !== shown() || !sameQuery(read(declared, opened.query), held.value)))
  })

  watch([() => unopened(route.query), view], async ([name, declared]) => {
    if (!name || !declared || route.path !== own) return
    await knowSavedViews()
    if (unopened(route.query) !== name || route.path !== own) return
    const found = savedViews.value.find((each) => each.name === name && each.document_type === declared.name)
    if (!found) {
      notify(t("This saved view was deleted, or is not shared with you."), "warning")
      return void router.replace(listRoute(declared.name))
    }
    void router.replace(viewRoute(declared.name, found.view, openedQuery(name, read(declared, found.query))))
  }, { immediate: true })

  void knowSavedViews()
  return { saved, changed, held }
}

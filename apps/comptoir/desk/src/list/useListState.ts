/** A list's state, kept nowhere but in the address bar. */
import { computed, type ComputedRef } from "vue"
import { useRoute, useRouter } from "vue-router"
import type { DocTypeView } from "@/types"
import { patched, readState, unopened, writeState, type ListState, type StatePatch } from "./logic/address"
import { filterFields } from "./logic/columns"
import { defaultSort } from "./logic/request"

export interface AddressedState {
  state: ComputedRef<ListState | undefined>
  change: (patch: StatePatch) => void
}

export function useListState(view: () => DocTypeView | undefined): AddressedState {
  const route = useRoute()
  const router = useRouter()
  // Another page's parameters are none of ours while this one is being left.
  const own = route.path

  const state = computed(() => {
    const declared = view()
    if (!declared || route.path !== own || unopened(route.query)) return undefined
    return readState(route.query, new Set(filterFields(declared).map((field) => field.fieldname)), defaultSort(declared))
  })

  function change(patch: StatePatch): void {
    const declared = view()
    if (!declared || !state.value) return
    void router.replace({ query: writeState(patched(state.value, patch), defaultSort(declared)) })
  }

  return { state, change }
}

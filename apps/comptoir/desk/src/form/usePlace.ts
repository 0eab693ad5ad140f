/** Where a document stands: the way to it, and what is marked as a favourite. */
import { type ComputedRef, computed } from "vue"
import type { DocState } from "@/composables/useDoc"
import { listRoute } from "@/routes"
import type { Crumb } from "@/shell/PageHeader.vue"
import type { Place } from "@/shell/places"
import { entryOf } from "@/stores/session"
import type { PageActions } from "./useDocPage"

export function usePlace(state: DocState, page: PageActions, doctype: () => string, name: () => string | undefined): { crumbs: ComputedRef<Crumb[]>; starred: ComputedRef<Place | undefined> } {
  const starred = computed(() => {
    const stored = state.doc.value?.name
    return !state.isNew.value && typeof stored === "string" && stored ? { doctype: doctype(), name: stored, title: page.title.value } : undefined
  })
  const crumbs = computed(() => {
    const meta = state.meta.value?.doctype
    const label = meta?.label ?? entryOf(doctype())?.label ?? doctype()
    return meta?.issingle ? [{ label }] : [{ label, to: listRoute(doctype()) }, { label: page.title.value || name() || "…" }]
  })
  return { crumbs, starred }
}

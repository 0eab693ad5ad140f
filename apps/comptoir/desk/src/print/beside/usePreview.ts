/** The paper beside a form: whether it is offered and shown, and the key that shows it. */
import { type ComputedRef, computed } from "vue"
import { useRoute, useRouter } from "vue-router"
import type { DocState } from "@/composables/useDoc"
import { offered } from "@/form/actions"
import { t } from "@/i18n"
import { useShortcuts } from "@/ui/shortcuts"
import { isShown, turned } from "./address"

export interface Preview {
  shown: ComputedRef<boolean>
  toggle: () => void
}

export function usePreview(state: DocState): Preview {
  const route = useRoute()
  const router = useRouter()
  const may = computed(() => Boolean(state.meta.value && state.doc.value) && offered(state.meta.value!.doctype, state.doc.value!, state.isNew.value, false).print)
  const shown = computed(() => may.value && isShown(route.query))
  const toggle = (): void => void router.replace({ query: turned(route.query) })

  useShortcuts(() => ({ title: t("Document"), shortcuts: may.value ? [{ keys: "alt+p", label: t("Preview beside"), run: toggle }] : [] }))
  return { shown, toggle }
}

/** The widget that serves a field. One of an app's that fails is told and given up, and the next one takes its place. */
import { type ComputedRef, computed, onErrorCaptured } from "vue"
import { dropWidget } from "@/extensions/added"
import { tellFault } from "@/extensions/faults"
import type { FieldView } from "@/types"
import type { WidgetDefinition } from "./contract"
import { widgets } from "./registry"

export function useChosen(field: () => FieldView, doctype: () => string | undefined): ComputedRef<WidgetDefinition> {
  const chosen = computed(() => widgets.for(field(), doctype()))
  onErrorCaptured((cause) => {
    const faulty = chosen.value
    if (!dropWidget(faulty)) return true
    tellFault(faulty.name, cause)
    return false
  })
  return chosen
}

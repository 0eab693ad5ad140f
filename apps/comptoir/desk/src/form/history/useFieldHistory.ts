/** Which field's history is shown: asked for by its label (Alt and a click), by Alt+H inside it, or from a change in the timeline. */
import { type ShallowRef, shallowRef } from "vue"
import type { DocState } from "@/composables/useDoc"
import { t } from "@/i18n"
import { holdsValue } from "@/logic/fieldtypes"
import type { FieldView } from "@/types"
import { useShortcuts } from "@/ui/shortcuts"

export interface FieldHistoryTool {
  field: ShallowRef<FieldView | undefined>
  show: (fieldname: string) => void
}

export function useFieldHistory(state: DocState): FieldHistoryTool {
  const field = shallowRef<FieldView>()
  const kept = (): boolean => Boolean(state.meta.value?.doctype.track_changes) && !state.isNew.value

  function show(fieldname: string): void {
    const found = state.meta.value?.doctype.fields.find((each) => each.fieldname === fieldname && holdsValue(each.fieldtype))
    if (found && kept()) field.value = found
  }

  function showFocused(): void {
    const box = document.activeElement?.closest<HTMLElement>("[data-field]")
    if (box?.dataset.field) show(box.dataset.field)
  }

  useShortcuts(() => ({
    title: t("Document"),
    shortcuts: kept() ? [{ keys: "alt+h", label: t("Who changed this field?"), run: showFocused }, { keys: "alt+click", label: t("The same, on the label of a field") }] : [],
  }))
  return { field, show }
}

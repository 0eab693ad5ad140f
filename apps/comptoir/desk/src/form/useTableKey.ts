/** A key that leads from anywhere on a form into the rows of its tables, one table after another. */
import { t } from "@/i18n"
import type { DocState } from "@/composables/useDoc"
import { nextTable, tablesInOrder } from "@/logic/grid/enter"
import { fieldState } from "@/logic/visibility"
import { useShortcuts } from "@/ui/shortcuts"
import type { Form } from "./useForm"

export function useTableKey(state: DocState, form: Form, enter: (table: string) => void): void {
  function order(): string[] {
    const open = (state.meta.value?.doctype.fields ?? []).filter((field) => {
      const { visible, readOnly } = fieldState(field, form.context.value)
      return field.fieldtype === "Table" && visible && !readOnly
    })
    return tablesInOrder(open, state.meta.value?.children ?? {})
  }

  function go(): void {
    const here = document.activeElement?.closest<HTMLElement>("[data-field]")?.dataset.field
    const table = nextTable(order(), here)
    if (table) enter(table)
  }

  useShortcuts(() => ({ title: t("Document"), shortcuts: order().length ? [{ keys: "alt+t", label: t("To the rows of the tables"), run: go }] : [] }))
}

/** What every input has in common: its attributes, and the formats of the site. */
import { type ComputedRef, computed } from "vue"
import { lang } from "@/i18n"
import { type FormatContext, formatValue } from "@/logic/formats"
import { formats } from "@/stores/session"
import { useFormEnv } from "@/form/env"
import type { WidgetProps } from "./contract"

export interface WidgetTools {
  attrs: ComputedRef<Record<string, unknown>>
  /** The class of a one-line input. */
  input: ComputedRef<string>
  text: ComputedRef<string>
  context: ComputedRef<FormatContext>
}

export function useWidget(props: WidgetProps): WidgetTools {
  const env = useFormEnv()
  const context = computed<FormatContext>(() => ({ formats: formats.value, lang: lang.value, doc: props.doc, parent: props.parent, titles: env.titles }))
  return {
    context,
    text: computed(() => formatValue(props.field, props.modelValue, context.value)),
    input: computed(() => (props.compact ? "cell-input" : "field-input")),
    attrs: computed(() => ({
      id: props.inputId,
      "aria-invalid": props.invalid || undefined,
      "aria-describedby": props.describedBy,
      "aria-required": props.required || undefined,
      "aria-label": props.compact ? props.field.label : undefined,
      placeholder: props.compact ? undefined : props.field.placeholder,
    })),
  }
}

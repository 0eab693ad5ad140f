/** What the palette finds of the open form: its declared actions, and its fields with what is said about them. */
import type { ComputedRef } from "vue"
import { holdsValue } from "@/logic/fieldtypes"
import { plainText } from "@/logic/formats"
import { type Command, useCommands } from "@/shell/search/commands"
import type { DocTypeView, FieldView } from "@/types"
import type { DocActionTools } from "./useDocActions"

export function useFormCommands(meta: ComputedRef<DocTypeView | undefined>, tools: DocActionTools, reveal: (fieldname: string) => void): void {
  useCommands(() => [
    ...tools.offered.value.map((action): Command => ({ kind: "document", label: action.label, icon: "zap", note: action.group ?? "", run: () => tools.start(action) })),
    ...(meta.value?.fields ?? []).filter(isShown).map((field): Command => ({ kind: "fields", label: field.label ?? "", icon: "text-cursor-input", note: plainText(field.description ?? ""), also: field.fieldname, run: () => reveal(field.fieldname) })),
  ])
}

const isShown = (field: FieldView): boolean => Boolean(field.label) && !field.hidden && holdsValue(field.fieldtype)

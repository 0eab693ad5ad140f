/** What can be picked for a field with a closed set of values. */
import { t } from "@/i18n"
import type { FieldView } from "@/types"
import type { Option } from "@/ui/option"
import { familyOf } from "./operators"

export function choices(field: FieldView): Option[] {
  if (familyOf(field) === "check") return [{ value: "1", label: t("Yes") }, { value: "0", label: t("No") }]
  if (familyOf(field) !== "choice") return []
  const values = (field.options ?? "").split("\n").map((value) => value.trim()).filter(Boolean)
  return values.map((value) => ({ value, label: field.option_labels?.[value] ?? value }))
}

/** What the parts of a sheet are called on the screen. */
import { t } from "@/i18n"
import type { OfferedField } from "./api"
import type { Extra, Item } from "./arranging"

export const extras = (): { extra: Extra; label: string; icon: string }[] => [
  { extra: "Heading", label: t("Heading"), icon: "type" },
  { extra: "Text", label: t("Text"), icon: "file-text" },
  { extra: "HTML", label: "HTML", icon: "code" },
  { extra: "Divider", label: t("Line"), icon: "minus" },
  { extra: "Spacer", label: t("Blank space"), icon: "arrow-up-down" },
]

/** Its own label, else what it is; a field the document type no longer has goes by its name. */
export function itemLabel(item: Item, fields: OfferedField[]): string {
  if (item.extra) return item.label || item.text.trim().slice(0, 60) || extras().find(({ extra }) => extra === item.extra)!.label
  return item.label || fields.find(({ fieldname }) => fieldname === item.fieldname)?.label || item.fieldname
}

export const isGone = (item: Item, fields: OfferedField[]): boolean => !item.extra && !fields.some(({ fieldname }) => fieldname === item.fieldname)

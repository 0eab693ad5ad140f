/** How the states of an import are called and coloured. */
import { t } from "@/i18n"
import type { Standing } from "./api"

const COLORS: Record<string, string> = { "In Progress": "blue", Success: "green", "Partial Success": "orange", Error: "red", "Timed Out": "red", Stopped: "orange" }

export const colorOf = (status: string): string => COLORS[status] ?? "gray"

/** What is going on, in a word or two. */
export function activity({ only_checked, is_undoing }: Standing): string {
  return is_undoing ? t("Taking documents back…") : only_checked ? t("Checking rows…") : t("Importing rows…")
}

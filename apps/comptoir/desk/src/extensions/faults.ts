/** A fault in an app's script is told and leaves the rest of the Desk working. */
import { t } from "@/i18n"
import { notify } from "@/ui/toast"

const told = new Set<string>()

/** Tell once that `what` does not work, and the developer why. */
export function tellFault(what: string, cause: unknown): void {
  if (told.has(what)) return
  told.add(what)
  console.error(`${what}:`, cause)
  notify(t("A part of an app does not work ({0}): {1} The rest of the page does. Please tell whoever looks after the app.", what, sentence(cause)), "error")
}

function sentence(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

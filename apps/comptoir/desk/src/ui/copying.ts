/** Putting a text on the clipboard, also where the Desk is served without encryption and the browser has no such API. */
import { t } from "@/i18n"
import { notify } from "./toast"

/** Whether the text is on the clipboard; where it is not, the reader is told. */
export async function copyText(text: string): Promise<boolean> {
  const copied = await byApi(text) || bySelection(text)
  if (!copied) notify(t("The browser does not let this page copy. Select the text and copy it yourself."), "error")
  return copied
}

async function byApi(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

function bySelection(text: string): boolean {
  const before = document.activeElement
  const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true })
  area.style.cssText = "position:fixed;top:0;opacity:0"
  // Within a dialog, whose focus does not go elsewhere.
  ;(before?.closest("[role=dialog]") ?? document.body).append(area)
  try {
    area.focus({ preventScroll: true })
    area.select()
    return document.execCommand("copy")
  } finally {
    area.remove()
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
}

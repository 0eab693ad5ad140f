/** What the actor has set for the screens of a doctype, by the part of the screen; the server keeps it. */
import { type ApiError, call } from "@/api"
import type { DocTypeView } from "@/types"
import { notify } from "@/ui/toast"

/** Sets one part and leaves the others; undefined takes it away. */
export async function keepSetting(view: DocTypeView, part: string, value: unknown): Promise<void> {
  view.user_settings = { ...view.user_settings, [part]: value }
  try {
    await call("frappe.model.utils.user_settings.save", { doctype: view.name, user_settings: { [part]: value ?? null } })
  } catch (cause) {
    notify((cause as ApiError).message, "error")
  }
}

/** Seeing the site as somebody else sees it: where that is offered, and the way there and back. */
import { call } from "@/api"
import { t } from "@/i18n"
import { administers, boot, user } from "@/stores/session"
import { confirm } from "@/ui/confirm"

/** Whom nobody views as. */
const NOBODY = new Set(["Administrator", "Guest"])

export const mayViewAs = (name: string): boolean => administers.value && !boot.value?.viewing_as && name !== "" && name !== user.value && !NOBODY.has(name)

/** The other tabs of this browser share the session and with it the sight. */
const sight = new BroadcastChannel("desk.sight")

/** `react` when another tab begins or stops viewing; gives the way to stop listening. */
export function whenSightChanges(react: () => void): () => void {
  sight.addEventListener("message", react)
  return () => sight.removeEventListener("message", react)
}

/** Where the Desk begins anew: nothing that one pair of eyes saw stays in memory for the other. */
export const leaving = { to: (address: string): void => location.assign(address), again: (): void => location.reload() }

/** Whether they mean it, knowing what it means. */
export function askToView(name: string): Promise<boolean> {
  return confirm({
    title: t("View as {0}?", name),
    message: t("You see the site with their eyes, in this browser, until you stop. Nothing can be changed meanwhile. It is recorded that you viewed as them."),
    action: t("View as this user"),
  })
}

/** See as `name`; they may see another part of the site, so it begins at home. */
export async function viewAs(name: string): Promise<void> {
  await call("comptoir.desk.access.view_as", { user: name })
  sight.postMessage(name)
  leaving.to("/app")
}

/** See with one's own eyes again, what is on the screen. */
export async function stopViewing(): Promise<void> {
  await call("comptoir.desk.access.stop_viewing")
  sight.postMessage("")
  leaving.again()
}

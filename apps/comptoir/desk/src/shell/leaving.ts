/** Doing what the server may refuse from a menu, and logging out: with a question where changes of this browser would be lost. */
import type { Router } from "vue-router"
import type { ApiError } from "@/api"
import { countOf } from "@/form/draft/store"
import { t } from "@/i18n"
import { signOut, user } from "@/stores/session"
import { confirm } from "@/ui/confirm"
import { notify } from "@/ui/toast"

/** What goes wrong is told in a notice. */
export async function attempt(action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (cause) {
    notify((cause as ApiError).message, "error")
  }
}

export async function leave(router: Router): Promise<void> {
  const unsaved = countOf(user.value)
  const asked = { title: t("Log out and lose what is not saved?"), message: t("Documents with unsaved changes in this browser: {0}", unsaved), action: t("Log out"), danger: true }
  if (unsaved && !(await confirm(asked))) return
  await signOut()
  await router.push({ name: "login" })
}

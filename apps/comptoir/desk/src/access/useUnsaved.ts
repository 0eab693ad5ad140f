/** Asks before a page with unsaved changes is left, by a link, the picker, or by closing the window. */
import { onBeforeUnmount, onMounted } from "vue"
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router"
import { t } from "@/i18n"
import { confirm } from "@/ui/confirm"

export function useUnsaved(dirty: () => boolean): void {
  const mayLeave = async (): Promise<boolean> =>
    !dirty() || confirm({ title: t("Leave without saving?"), message: t("Your changes are not saved."), action: t("Leave"), cancel: t("Stay"), danger: true })

  function beforeUnload(event: BeforeUnloadEvent): void {
    if (dirty()) event.preventDefault()
  }

  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => (to.fullPath === from.fullPath ? true : mayLeave()))
  onMounted(() => addEventListener("beforeunload", beforeUnload))
  onBeforeUnmount(() => removeEventListener("beforeunload", beforeUnload))
}

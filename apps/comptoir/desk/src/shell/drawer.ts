/** The sidebar's state: a drawer on narrow screens, folded to icons or not on wide ones. */
import { ref, watch } from "vue"

const KEY = "desk.sidebar"
export const drawerOpen = ref(false)
export const folded = ref(localStorage.getItem(KEY) === "folded")

watch(folded, (now) => localStorage.setItem(KEY, now ? "folded" : "open"))

export const openDrawer = (): void => void (drawerOpen.value = true)
export const closeDrawer = (): void => void (drawerOpen.value = false)

/** Whether the list of keys is open. */
import { ref } from "vue"

export const shortcutsOpen = ref(false)

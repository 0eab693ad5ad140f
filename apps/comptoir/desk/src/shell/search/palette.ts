/** Whether the palette is open, and the keys that open it from everywhere. */
import { onBeforeUnmount, onMounted, ref } from "vue"

export const paletteOpen = ref(false)

/** Ctrl+K or ⌘K; by the place of the key, so that it is the same on a Russian keyboard. */
const opens = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK"

function react(event: KeyboardEvent): void {
  if (!opens(event)) return
  event.preventDefault()
  paletteOpen.value = !paletteOpen.value
}

export function usePaletteKeys(): void {
  onMounted(() => window.addEventListener("keydown", react))
  onBeforeUnmount(() => window.removeEventListener("keydown", react))
}

export const shortcut = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl+K"

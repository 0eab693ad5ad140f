/** Light, dark, or as the system has it; remembered on this device. */
import { ref, watch } from "vue"

export type Theme = "light" | "dark" | "auto"
const KEY = "desk.theme"
const system = window.matchMedia("(prefers-color-scheme: dark)")
const stored = localStorage.getItem(KEY)

export const theme = ref<Theme>(stored === "light" || stored === "dark" ? stored : "auto")

function apply(): void {
  const dark = theme.value === "dark" || (theme.value === "auto" && system.matches)
  document.documentElement.dataset.theme = dark ? "dark" : "light"
}

export function startTheme(): void {
  system.addEventListener("change", apply)
  watch(theme, (now) => {
    localStorage.setItem(KEY, now)
    apply()
  })
  apply()
}

/** Light, dark, or as the system has it; remembered on this device. */
import { ref, watch } from "vue"

export type Theme = "light" | "dark" | "auto"
const KEY = "desk.theme"
const [LIGHT, DARK] = ["#ffffff", "#0f0f0f"]
const system = window.matchMedia("(prefers-color-scheme: dark)")
const stored = localStorage.getItem(KEY)

export const theme = ref<Theme>(stored === "light" || stored === "dark" ? stored : "auto")

function apply(): void {
  const dark = theme.value === "dark" || (theme.value === "auto" && system.matches)
  document.documentElement.dataset.theme = dark ? "dark" : "light"
  // The frame of an installed window follows the page, whatever the system has.
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) meta.content = dark ? DARK : LIGHT
}

export function startTheme(): void {
  system.addEventListener("change", apply)
  watch(theme, (now) => {
    localStorage.setItem(KEY, now)
    apply()
  })
  apply()
}

/** A list under the keyboard: arrows, Enter, x or Space to tick, n for new, / to search, Escape to let go. */
import { onMounted, onUnmounted, ref, type Ref } from "vue"
import { t } from "@/i18n"
import { useShortcuts } from "@/ui/shortcuts"

export interface ListKeys {
  count: () => number
  open: (index: number) => void
  toggle: (index: number) => void
  create: () => void
  search: () => void
  clear: () => void
}

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]"

export function useListKeys(actions: ListKeys): Ref<number> {
  const cursor = ref(-1)

  function move(step: number): void {
    cursor.value = Math.max(0, Math.min(actions.count() - 1, cursor.value + step))
    requestAnimationFrame(() => document.querySelectorAll("[data-name]")[cursor.value]?.scrollIntoView({ block: "nearest" }))
  }

  const onRow = (action: (index: number) => void): boolean => {
    if (cursor.value < 0 || cursor.value >= actions.count()) return false
    action(cursor.value)
    return true
  }

  /** True when the key meant something here. */
  function run(key: string, target: Element): boolean {
    const onControl = target.closest("a, button") !== null
    switch (key) {
      case "ArrowDown": return (move(1), true)
      case "ArrowUp": return (move(-1), true)
      case "Enter": return !onControl && onRow(actions.open)
      case " ": return !onControl && onRow(actions.toggle)
      case "x": return onRow(actions.toggle)
      case "n": return (actions.create(), true)
      case "/": return (actions.search(), true)
      case "Escape": return (actions.clear(), true)
      default: return false
    }
  }

  function listen(event: KeyboardEvent): void {
    const target = event.target as Element
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || target.closest(TYPING)) return
    if (document.querySelector("[role=dialog][data-state=open], [role=menu]")) return
    if (run(event.key, target)) event.preventDefault()
  }

  useShortcuts(() => ({
    title: t("List"),
    shortcuts: [
      { keys: "down up", label: t("Next and previous row") },
      { keys: "enter", label: t("Open the row") },
      { keys: "x space", label: t("Choose the row") },
      { keys: "escape", label: t("Let go of the chosen rows") },
      { keys: "n", label: t("New document") },
      { keys: "/", label: t("Search in the list") },
    ],
  }))
  onMounted(() => window.addEventListener("keydown", listen))
  onUnmounted(() => window.removeEventListener("keydown", listen))
  return cursor
}

/**
 * The keys of the page on the screen: whoever reacts to keys says so here, and the list behind "?" is drawn from it.
 *
 * A shortcut with `run` is listened for here; one without belongs to a part that listens by itself.
 */
import { type ComputedRef, computed, onScopeDispose, shallowReactive } from "vue"

export interface Shortcut {
  /** "mod+s", "alt+pagedown", "?"; other keys for the same after a blank. `mod` is Ctrl, on a Mac ⌘. */
  keys: string
  label: string
  run?: () => void
}

export interface ShortcutGroup {
  title: string
  shortcuts: Shortcut[]
}

const MAC = /Mac|iPhone|iPad/.test(navigator.platform)
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]"
const NAMES: Record<string, string> = { mod: MAC ? "⌘" : "Ctrl", alt: MAC ? "⌥" : "Alt", shift: MAC ? "⇧" : "Shift", up: "↑", down: "↓", left: "←", right: "→" }
const KEYS: Record<string, string> = { up: "ArrowUp", down: "ArrowDown", left: "ArrowLeft", right: "ArrowRight", pageup: "PageUp", pagedown: "PageDown", enter: "Enter", escape: "Escape", space: " " }
const said = shallowReactive(new Set<() => ShortcutGroup>())

/** The nearest page comes first; groups of one title are one. */
export const shortcutGroups: ComputedRef<ShortcutGroup[]> = computed(() => {
  const groups = new Map<string, Shortcut[]>()
  for (const { title, shortcuts } of [...said].reverse().map((group) => group())) {
    const known = groups.get(title) ?? []
    groups.set(title, [...known, ...shortcuts.filter(({ keys, label }) => !known.some((other) => other.keys === keys && other.label === label))])
  }
  return [...groups].map(([title, shortcuts]) => ({ title, shortcuts })).filter((group) => group.shortcuts.length)
})

/** Adds the keys of a part of the page for as long as it is on the screen. */
export function useShortcuts(group: () => ShortcutGroup): void {
  if (!said.size) addEventListener("keydown", listen)
  said.add(group)
  onScopeDispose(() => {
    said.delete(group)
    if (!said.size) removeEventListener("keydown", listen)
  })
}

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  for (const { shortcuts } of [...said].reverse().map((group) => group())) {
    const found = shortcuts.find(({ keys, run }) => run && keys.split(" ").some((each) => meant(each, event)))
    if (!found) continue
    event.preventDefault()
    return found.run?.()
  }
}

/** Plain keys mean letters to whoever types, or choices to an open menu. */
function meant(keys: string, event: KeyboardEvent): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  return matches(keys, event) && !(plain && (event.target as Element | null)?.closest?.(TYPING))
}

export function matches(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split("+")
  const key = parts.pop() ?? ""
  if (parts.includes("mod") !== (event.ctrlKey || event.metaKey) || parts.includes("alt") !== event.altKey) return false
  // A sign may need Shift on one keyboard and not on another.
  if (/^[a-z]+$/.test(key) && parts.includes("shift") !== event.shiftKey) return false
  return isKey(key, event)
}

/** A letter is known by what it writes, and by its place where that is another script or, with Alt, a sign. */
function isKey(key: string, { key: pressed, code }: KeyboardEvent): boolean {
  if (!/^[a-z]$/.test(key)) return pressed === (KEYS[key] ?? key)
  return /^[a-z]$/i.test(pressed) ? pressed.toLowerCase() === key : code === `Key${key.toUpperCase()}`
}

/** What a key means where letters are commands: on a keyboard of another script the letter at its place. */
export function latinKey({ key, code }: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  return letter && !/^[a-z]$/i.test(key) ? letter.toLowerCase() : key
}

/** The keys as they are drawn, one by one: [["Ctrl", "S"]]; `translate` says those that have a word on them. */
export function keyCaps(keys: string, translate: (text: string) => string): string[][] {
  const words: Record<string, string> = { ...NAMES, enter: translate("Enter"), escape: translate("Esc"), space: translate("Space"), tab: translate("Tab"), delete: translate("Del"), click: translate("Click"), pageup: translate("Page up"), pagedown: translate("Page down") }
  return keys.split(" ").map((each) => each.split("+").map((key) => words[key] ?? key.toUpperCase()))
}

import { mount } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { keyCaps, matches, shortcutGroups, type ShortcutGroup, useShortcuts } from "./shortcuts"

const key = (init: KeyboardEventInit): KeyboardEvent => new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })
const page = (group: () => ShortcutGroup) => mount({ setup: () => useShortcuts(group), template: "<input />" }, { attachTo: document.body })
let open: ReturnType<typeof page>[] = []
afterEach(() => {
  for (const each of open) each.unmount()
  open = []
})

describe("keys", () => {
  it.each([
    ["mod+s", { key: "s", ctrlKey: true }, true],
    ["mod+s", { key: "S", metaKey: true }, true],
    ["mod+s", { key: "ы", code: "KeyS", ctrlKey: true }, true],
    ["mod+s", { key: "s", ctrlKey: true, altKey: true }, false],
    ["mod+s", { key: "s", ctrlKey: true, shiftKey: true }, false],
    ["mod+a", { key: "q", code: "KeyA", ctrlKey: true }, false],
    ["alt+a", { key: "å", code: "KeyA", altKey: true }, true],
    ["?", { key: "?", shiftKey: true }, true],
    ["alt+pagedown", { key: "PageDown", altKey: true }, true],
    ["x", { key: "x", ctrlKey: true }, false],
  ])("%s is meant by %o: %s", (keys, init, expected) => {
    expect(matches(keys, key(init))).toBe(expected)
  })

  it("are drawn one by one", () => {
    expect(keyCaps("mod+s alt+pagedown", (text) => text.toUpperCase())).toEqual([["Ctrl", "S"], ["Alt", "PAGE DOWN"]])
  })
})

describe("the keys of a page", () => {
  it("are listed while it is on the screen, the nearest first, groups of one title as one", () => {
    open = [page(() => ({ title: "Site", shortcuts: [{ keys: "?", label: "Keys" }] })), page(() => ({ title: "Form", shortcuts: [{ keys: "mod+s", label: "Save" }] })), page(() => ({ title: "Form", shortcuts: [{ keys: "mod+s", label: "Save" }, { keys: "n", label: "New" }] }))]
    expect(shortcutGroups.value.map(({ title, shortcuts }) => [title, shortcuts.length])).toEqual([["Form", 2], ["Site", 1]])
    open.pop()!.unmount()
    open.pop()!.unmount()
    expect(shortcutGroups.value.map(({ title }) => title)).toEqual(["Site"])
  })

  it("run once, of the nearest page that knows them, and not while somebody types", () => {
    const [outer, inner] = [vi.fn(), vi.fn()]
    open = [page(() => ({ title: "Site", shortcuts: [{ keys: "n", label: "a", run: outer }] })), page(() => ({ title: "Form", shortcuts: [{ keys: "n", label: "b", run: inner }] }))]
    dispatchEvent(key({ key: "n" }))
    open[1]!.get("input").element.dispatchEvent(key({ key: "n" }))
    expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1])
  })
})

import { mount } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { nextTick } from "vue"
import { dismiss, notices, notify } from "./toast"
import Toasts from "./Toasts.vue"

const LONG = 60_000
const place = (): Element => document.querySelector("[role=status][aria-live=polite]")!
const said = (): string => place().textContent ?? ""

describe("a notice", () => {
  let toasts: ReturnType<typeof mount>

  beforeEach(() => {
    vi.useFakeTimers()
    toasts = mount(Toasts)
  })
  afterEach(() => {
    for (const { id } of notices.value) dismiss(id)
    toasts.unmount()
    vi.useRealTimers()
  })

  it("is announced where screen readers have been listening before, and goes", async () => {
    const before = place()
    notify("The link is copied.")
    await nextTick()
    expect(before.textContent).toContain("The link is copied.")
    await vi.advanceTimersByTimeAsync(LONG)
    expect(said()).not.toContain("copied")
  })

  it.each([["pointerenter", "pointerleave"], ["focusin", "focusout"]])("stays from %s to %s", async (comes, leaves) => {
    notify("Moved.", "success", { label: "Undo", run: () => {} })
    place().dispatchEvent(new Event(comes))
    notify("Moved again.")
    await vi.advanceTimersByTimeAsync(LONG)
    expect(said()).toContain("Moved.")
    place().dispatchEvent(new Event(leaves))
    await vi.advanceTimersByTimeAsync(LONG)
    expect(notices.value).toEqual([])
  })

  it("that is closed under the pointer lets the others go", async () => {
    notify("One.")
    notify("Two.")
    await nextTick()
    place().dispatchEvent(new Event("pointerenter"))
    document.querySelector<HTMLElement>("[data-test=toast] [aria-label=Close]")!.click()
    await vi.advanceTimersByTimeAsync(LONG)
    expect(notices.value).toEqual([])
  })
})

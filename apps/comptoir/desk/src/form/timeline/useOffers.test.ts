import { describe, expect, it, vi } from "vitest"
import { useOffers } from "./useOffers"

const people = ["ann", "ben"].map((id) => ({ id, label: id, display: id }))
const key = (name: string): { event: KeyboardEvent } => ({ event: new KeyboardEvent("keydown", { key: name }) })

describe("people offered at @", () => {
  it("are chosen by keys, round and round", () => {
    const command = vi.fn()
    const { shown, active } = useOffers()
    shown.onStart({ items: people, command })
    for (const each of ["ArrowDown", "ArrowDown", "ArrowUp"]) expect(shown.onKeyDown(key(each))).toBe(true)
    expect(active.value).toBe(1)
    shown.onKeyDown(key("Enter"))
    expect(command).toHaveBeenCalledWith(people[1])
  })

  it("leave the keys to the editor where there are none, or once they are sent away", () => {
    const { shown, people: offered } = useOffers()
    shown.onStart({ items: [], command: vi.fn() })
    expect(shown.onKeyDown(key("Enter"))).toBe(false)
    shown.onUpdate({ items: people, command: vi.fn() })
    expect(shown.onKeyDown(key("a"))).toBe(false)
    expect(shown.onKeyDown(key("Escape"))).toBe(true)
    expect([offered.value, shown.onKeyDown(key("Enter"))]).toEqual([[], false])
  })

  it("stand above the word where there is no room below", () => {
    const { shown, place } = useOffers()
    shown.onStart({ items: people, command: vi.fn(), clientRect: () => new DOMRect(10, innerHeight - 20, 5, 20) })
    expect([place.value.left, place.value.bottom, place.value.top]).toEqual(["10px", "24px", undefined])
  })
})

import { describe, expect, it } from "vitest"
import type { SavedView } from "@/types"
import { defaultOf, isShared, pinnedOf, sameQuery } from "./logic"

const saved = (name: string, rest: Partial<SavedView> = {}): SavedView => ({
  name, title: name, document_type: "Deal", view: "list", query: {}, owner: "a@example.com", everybody: 0, roles: [], scope: null, pinned: 0, is_default: 0, own: true, can_write: true, ...rest,
})

describe("saved views", () => {
  it("are one's own until they are shared with somebody", () => {
    expect([{}, { everybody: 1 as const }, { roles: ["Sales User"] }, { scope: "Lyon" }].map((with_) => isShared(saved("x", with_)))).toEqual([false, true, true, true])
  })

  it("open first where they are meant for the fewest", () => {
    const all = saved("all", { is_default: 1, everybody: 1 })
    const role = saved("role", { is_default: 1, roles: ["Sales User"] })
    const branch = saved("branch", { is_default: 1, scope: "Lyon" })
    const mine = saved("mine", { is_default: 1 })
    expect([[all, branch, role, mine], [all, branch, role], [all, branch], [all], [saved("x")]].map((views) => defaultOf(views, "Deal")?.name)).toEqual(["mine", "role", "branch", "all", undefined])
    expect(defaultOf([mine], "Client")).toBeUndefined()
  })

  it("stand under their document type alone", () => {
    expect(pinnedOf([saved("a", { pinned: 1 }), saved("b"), saved("c", { pinned: 1, document_type: "Client" })], "Deal").map((view) => view.name)).toEqual(["a"])
  })

  it("are the same in whatever order an address names its parts", () => {
    expect(sameQuery({ a: "1", b: ["2", "3"] }, { b: ["2", "3"], a: "1" })).toBe(true)
    expect(sameQuery({ a: "1" }, { a: ["1"] })).toBe(true)
    expect(sameQuery({ b: ["2", "3"] }, { b: ["3", "2"] })).toBe(false)
    expect(sameQuery({ a: "1" }, { a: "1", _q: "x" })).toBe(false)
  })
})

import { mount } from "@vue/test-utils"
import { expect, it } from "vitest"
import { field } from "@/list/logic/testing"
import GrowthMark from "./GrowthMark.vue"
import type { Numbered, Value } from "./types"

const amount: Numbered = { text: "sum:amount", measure: "sum", field: field("amount", "Currency") }
const said = (now: Value, before: Value | undefined): string => mount(GrowthMark, { props: { number: amount, now, before } }).text()

it("tells the change, what cannot be compared as it was, and what is new", () => {
  expect(said([["EUR", 150]], [["EUR", 100]])).toBe("+50\u00a0%")
  expect(said([["EUR", 150], ["USD", 1]], [["EUR", 100], ["USD", 2]])).toBe("Before: €100.00 · $2.00")
  expect(said([["EUR", 150]], undefined)).toBe("new")
})

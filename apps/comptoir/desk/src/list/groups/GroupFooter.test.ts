import { mount } from "@vue/test-utils"
import { describe, expect, it } from "vitest"
import { offeredColumns } from "../logic/columns"
import type { Groups } from "../logic/grouping"
import { field, view } from "../logic/testing"
import GroupFooter from "./GroupFooter.vue"

const columns = offeredColumns(view([field("status", "Select"), field("amount", "Currency", { options: "currency", label: "Amount" }), field("cost", "Currency", { label: "Cost" })]), () => false)
const group = { value: "Open", count: 3, sums: {} }

function foot(told: Partial<Groups> = {}) {
  const total = { value: null, count: 1234567, sums: { amount: [["EUR", 1000], ["USD", 20.5]] as [string, number][] } }
  return mount(GroupFooter, { props: { columns, answer: { groups: [group, group], more: false, found: 2, link_titles: {}, total, ...told } } })
}
const said = (wrapper: ReturnType<typeof foot>): string[] => ["group-count", "total", "sums"].map((name) => wrapper.find(`[data-test=${name}]`)).map((found) => (found.exists() ? found.text() : ""))

describe("the foot of a list in groups", () => {
  it("tells what all groups come to, each currency for itself, and no column that nobody may add up", () => {
    expect(said(foot())).toEqual(["Groups: 2", "Documents: 1,234,567", "Amount: €1,000.00 + $20.50"])
  })

  it("tells how many of the groups are shown, and no sums where nothing adds up", () => {
    expect(said(foot({ more: true, found: 4210, total: { value: null, count: 9, sums: {} } }))).toEqual(["Groups: 2 of 4,210", "Documents: 9", ""])
  })
})

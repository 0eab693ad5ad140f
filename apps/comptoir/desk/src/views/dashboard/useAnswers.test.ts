import { flushPromises, mount } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { effectScope, ref, shallowRef } from "vue"
import { doctype } from "@/logic/testing"
import type { ReportRequest } from "@/reporting/useReport"
import { serve } from "../../../tests/server"
import DashboardCard from "./DashboardCard.vue"
import DashboardChart from "./DashboardChart.vue"
import type { PlannedChart } from "./plan"
import { type Answered, type Answers, useAnswers } from "./useAnswers"

afterEach(() => vi.unstubAllGlobals())

const REPORTS = "comptoir.desk.reporting.reports"
const question = (of: string): ReportRequest => ({ doctype: of, rows: [], columns: [], numbers: ["count"] })
const told = (count: number): Answered => ({ answer: { levels: [{ rows: 0, columns: 0, groups: [{ keys: [], values: [count] }], hidden: 0 }], link_titles: {}, period: null } })
const refused: Answered = { error: { type: "PermissionError", status: 403, message: "You are not permitted." } }
const started = (questions: () => Map<string, ReportRequest>): Answers => effectScope().run(() => useAnswers(questions)) as Answers
const counts = ({ answers }: Answers): unknown[] => [...answers.value].map(([name, { answer, error }]) => [name, answer?.levels[0]?.groups[0]?.values[0] ?? error?.type])

describe("what a dashboard asks", () => {
  it("is asked at once, and answered or refused each for itself", async () => {
    const asked: unknown[] = []
    serve({ [REPORTS]: ({ args }) => (asked.push(args.asked), [told(3), refused, told(5)]) })
    const answers = started(() => new Map([["card A", question("A")], ["card B", question("B")], ["chart A", question("A")]]))
    await flushPromises()
    expect(asked).toEqual([[question("A"), question("B"), question("A")]])
    expect(counts(answers)).toEqual([["card A", 3], ["card B", "PermissionError"], ["chart A", 5]])
  })

  it("is not asked before it is known, nor without anything to ask", async () => {
    let times = 0
    const known = shallowRef(new Map<string, ReportRequest>())
    serve({ [REPORTS]: () => (times++, [told(1)]) })
    const answers = started(() => known.value)
    await flushPromises()
    expect(times).toBe(0)
    known.value = new Map([["card A", question("A")]])
    await flushPromises()
    expect([times, counts(answers)]).toEqual([1, [["card A", 1]]])
  })

  it("keeps its old numbers while new ones are asked for, and where none come", async () => {
    const of = ref("A")
    serve({ [REPORTS]: ({ args }) => ((args.asked as ReportRequest[])[0]?.doctype === "A" ? [told(1)] : Promise.reject(new Error("gone"))) })
    const answers = started(() => new Map([["card", question(of.value)]]))
    await flushPromises()
    of.value = "B"
    await flushPromises()
    expect([counts(answers), answers.error.value?.status]).toEqual([[["card", 1]], 0])
  })
})

describe("a card and a chart of a dashboard", () => {
  const chart: PlannedChart = { name: "Deals", title: "Deals", doctype: "Deal", rows: [], columns: [], numbers: ["count"], filters: [], drawing: "bar" }
  const state = { filters: [], search: "", sort: { fieldname: "modified", descending: true }, size: 50, options: {} }
  const props = { view: doctype("Deal", []), state }
  const shown = (answered?: Answered) => [
    mount(DashboardCard, { props: { ...props, card: chart, answered }, global: { stubs: { NumberCard: true } } }),
    mount(DashboardChart, { props: { ...props, chart, answered }, global: { stubs: { ChartCard: true } } }),
  ]

  it("are a place that is kept free until they are answered", () => {
    expect(shown().map((each) => each.find(".skeleton").exists())).toEqual([true, true])
    expect(shown(told(1)).map((each) => [each.find(".skeleton").exists(), each.find("number-card-stub, chart-card-stub").exists()])).toEqual([[false, true], [false, true]])
  })

  it("say why they are refused", () => {
    expect(shown(refused).map((each) => each.text())).toEqual(["Deals: You are not permitted.", "DealsYou are not permitted."])
  })
})

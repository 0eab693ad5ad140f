import { describe, expect, it } from "vitest"
import type { Period } from "@/list/logic/period"
import { readGroup } from "@/list/logic/groups"
import { field, view } from "@/list/logic/testing"
import type { Filter } from "@/types"
import { beginning, readChoice, requestOf } from "@/views/report/options"
import { dimensions, found, keyLabel, numbers } from "./dimensions"
import { nameWidth, pictureOf } from "./drawing"
import { chartOptions } from "./chartOptions"
import { filtersOf } from "./drill"
import { reportFilters } from "./kept"
import { daysLabel, lastDay, periodLabel } from "./periods"
import { tableOf } from "./table"
import type { Level, ReportAnswer } from "./types"
import { growth, valueTexts } from "./values"

const DEALS = view([
  field("status", "Select", { options: "Open\nWon\nLost", option_labels: { Open: "Offen" } }), field("client", "Link", { options: "Client" }),
  field("closed_on", "Date"), field("amount", "Currency", { options: "currency", in_list_view: 1 }), field("share", "Percent"), field("notes", "Text"),
], { is_submittable: 1 })
const dims = (...texts: string[]) => found(dimensions(DEALS), texts)
const nums = (...texts: string[]) => found(numbers(DEALS), texts)
const level = (rows: number, columns: number, groups: Level["groups"], hidden = 0): Level => ({ rows, columns, groups, hidden })
const answer = (...levels: Level[]): ReportAnswer => ({ levels, link_titles: {}, period: null })
const state = (options: Record<string, string>) => ({ filters: [], search: "", sort: { fieldname: "modified", descending: true }, size: 50, options })

describe("the choice in the address", () => {
  it("begins with the state of a document and the sum of its first amount", () => {
    const request = requestOf(DEALS, state({}), readChoice(DEALS, state({})))
    expect(request).toMatchObject({ doctype: "Thing", rows: ["status"], columns: [], numbers: ["count", "sum:amount"], compare: false })
  })

  it("takes averages of prices, and adds none up", () => {
    const items = view([field("rate", "Currency", { in_list_view: 1 }), field("plan", "Int", { not_summed: 1 }), field("worth", "Currency", { in_list_view: 1 })])
    expect(numbers(items).map((each) => each.text)).toEqual(["count", ...["rate", "plan"].flatMap((name) => [`avg:${name}`, `min:${name}`, `max:${name}`]), "sum:worth", "avg:worth", "min:worth", "max:worth"])
    expect(readChoice(items, state({})).numbers.map((each) => each.text)).toEqual(["count", "sum:worth"])
  })

  it("drops what the doctype does not have, and keeps what was chosen to be empty", () => {
    const choice = readChoice(DEALS, state({ rows: "status,secret,closed_on:month,client", columns: "closed_on:hour", numbers: "sum:notes" }))
    expect(choice.rows.map((each) => each.text)).toEqual(["status", "closed_on:month"])
    expect([choice.columns, choice.numbers.map((each) => each.text)]).toEqual([[], ["count"]])
    expect(readChoice(DEALS, state({ rows: "-" })).rows).toEqual([])
  })

  it("begins with what is submitted, where the address says nothing of that", () => {
    const begun = { filters: [["client", "=", "A"], ["docstatus", "=", "1"]], options: { begun: "1" } }
    expect(beginning(DEALS, { ...state({}), filters: [["client", "=", "A"]] })).toEqual(begun)
    const said = [
      { ...state({}), filters: [["docstatus", "=", "0"]] as Filter[] }, { ...state({}), filters: [["status", "=", "Open"]] as Filter[] }, { ...state({}), saved: "Mine" },
      state({ begun: "1" }), state({ rows: "client" }), { ...state({}), where: readGroup('[["docstatus", "=", 2], "or", ["client", "=", "A"]]', new Set(["docstatus", "client"])) },
    ]
    expect(said.map((each) => beginning(DEALS, each))).toEqual(said.map(() => undefined))
    expect(beginning({ ...DEALS, is_submittable: 0 }, state({}))).toBeUndefined()
  })

  it("compares a period that begins and ends with the one before it", () => {
    const compares = (span: Period["span"]): boolean => readChoice(DEALS, { ...state({}), period: { on: "closed_on", span, compared: true } }).compare
    expect([compares("this month"), compares(["2026-01-01", "2026-01-31"]), compares(["2026-01-01", ""]), readChoice(DEALS, state({})).compare]).toEqual([true, true, false, false])
  })
})

describe("a table", () => {
  it("has subtotals over the rows below them, in the order of the choices and the largest first", () => {
    const table = tableOf(answer(
      level(2, 0, [{ keys: ["Won", "A"], values: [1] }, { keys: ["Open", "A"], values: [2] }, { keys: ["Open", "B"], values: [5] }]),
      level(1, 0, [{ keys: ["Won"], values: [1] }, { keys: ["Open"], values: [7] }]), level(0, 0, [{ keys: [], values: [8] }]),
    ), { rows: dims("status", "client"), columns: [] })
    expect(table.rows.map((row) => [row.keys.join("/"), row.cells[0]?.values[0]])).toEqual([["Open", 7], ["Open/B", 5], ["Open/A", 2], ["Won", 1], ["Won/A", 1]])
    expect(table.total.cells[0]?.values).toEqual([8])
  })

  it("turns days into columns, with a total at the end of each row and holes where there is nothing", () => {
    const table = tableOf(answer(
      level(1, 1, [{ keys: ["Won", "2026-02-01"], values: [1] }, { keys: ["Open", "2026-01-01"], values: [2] }]),
      level(1, 0, [{ keys: ["Won"], values: [1] }, { keys: ["Open"], values: [2] }]),
      level(0, 1, [{ keys: ["2026-02-01"], values: [1] }, { keys: ["2026-01-01"], values: [2] }], 3), level(0, 0, [{ keys: [], values: [3] }]),
    ), { rows: dims("status"), columns: dims("closed_on:month") })
    expect(table.columns).toEqual([["2026-01-01"], ["2026-02-01"], []])
    expect(table.rows.map((row) => row.cells.map((cell) => cell?.values[0]))).toEqual([[2, undefined, 2], [undefined, 1, 1]])
  })
})

describe("a picture", () => {
  const money = answer(
    level(1, 0, [{ keys: ["Open"], values: [[["EUR", 5], ["USD", 7]]] }, { keys: ["Won"], values: [[["EUR", 1]]] }]), level(0, 0, [{ keys: [], values: [[["EUR", 6], ["USD", 7]]] }]),
  )
  const say = (_: unknown, key: unknown): string => String(key)

  it("draws each currency for itself", () => {
    const picture = pictureOf(money, { rows: dims("status"), columns: [] }, 0, "bar", say, "Amount")
    expect(picture.series).toEqual([{ name: "Amount · EUR", values: [5, 1], currency: "EUR" }, { name: "Amount · USD", values: [7, undefined], currency: "USD" }])
  })

  it("never piles one currency upon another", () => {
    const picture = pictureOf(money, { rows: dims("status"), columns: [] }, 0, "stacked", say, "Amount")
    expect([picture.series.length, picture.onlyCurrency]).toEqual([1, "EUR"])
  })

  it("draws the second field of the rows as series", () => {
    const found = answer(
      level(2, 0, [{ keys: ["Open", "A"], values: [2] }, { keys: ["Won", "B"], values: [4] }]), level(1, 0, [{ keys: ["Open"], values: [2] }, { keys: ["Won"], values: [4] }]),
      level(0, 0, [{ keys: [], values: [6] }]),
    )
    const picture = pictureOf(found, { rows: dims("status", "client"), columns: [] }, 0, "stacked", say, "Deals")
    expect(picture.series.map(({ name, values }) => [name, values])).toEqual([["A", [2, undefined]], ["B", [undefined, 4]]])
  })
})

describe("the time before in a picture", () => {
  const say = (_: unknown, key: unknown): string => String(key)
  const period: ReportAnswer["period"] = { field: "closed_on", days: ["2026-02-01", "2026-02-28"], before: ["2026-01-01", "2026-01-31"] }
  const compared = (...levels: Level[]): ReportAnswer => ({ ...answer(...levels), period })
  const counted = compared(
    level(1, 0, [{ keys: ["Open"], values: [5], before: [3] }, { keys: ["Won"], values: [1], before: null }, { keys: ["Lost"], values: [null], before: [2] }]),
    level(0, 0, [{ keys: [], values: [6], before: [5] }]),
  )
  const drawn = (drawing: "bar" | "line" | "stacked" | "donut", found = counted, columns = dims()) => pictureOf(found, { rows: dims("status"), columns }, 0, drawing, say, "Deals")

  it.each(["bar", "line", "stacked"] as const)("stands behind the present, named by its period: %s", (drawing) => {
    expect(drawn(drawing)).toMatchObject({ categories: ["Open", "Won", "Lost"], series: [{ name: "Deals", values: [5, 1, undefined] }, { name: "Before: Jan 2026", values: [3, undefined, 2], before: true }] })
  })

  it("is no part of a ring, and nowhere where nothing is compared", () => {
    expect([drawn("donut").series.length, pictureOf({ ...counted, period: null }, { rows: dims("status"), columns: [] }, 0, "bar", say, "Deals").series.length]).toEqual([1, 1])
  })

  it("stands behind each of several series, in its currency", () => {
    const money = compared(
      level(1, 0, [{ keys: ["Open"], values: [[["EUR", 5]]], before: [[["USD", 7], ["EUR", 4]]] }, { keys: ["Won"], values: [[["EUR", 1]]], before: [[["USD", 2]]] }]),
      level(0, 0, [{ keys: [], values: [[["EUR", 6]]], before: [[["USD", 9], ["EUR", 4]]] }]),
    )
    expect(drawn("bar", money).series.map(({ name, values }) => [name, values])).toEqual([
      ["Deals · EUR", [5, 1]], ["Deals · EUR · Before: Jan 2026", [4, undefined]], ["Deals · USD", [undefined, undefined]], ["Deals · USD · Before: Jan 2026", [7, 2]],
    ])
    expect([drawn("stacked", money).series.map(({ currency }) => currency), drawn("stacked", money).onlyCurrency]).toEqual([["EUR", "EUR"], "EUR"])
  })

  it("has the colour of what it is compared with, paler, piled up by itself", () => {
    const pivot = compared(
      level(1, 1, [{ keys: ["Open", "A"], values: [2], before: [1] }, { keys: ["Open", "B"], values: [4], before: [3] }]), level(1, 0, [{ keys: ["Open"], values: [6], before: [4] }]),
      level(0, 1, [{ keys: ["A"], values: [2], before: [1] }, { keys: ["B"], values: [4], before: [3] }]), level(0, 0, [{ keys: [], values: [6], before: [4] }]),
    )
    const palette = { series: ["#112233", "#445566"], text: "#000", line: "#000", ground: "#fff" }
    const { series } = chartOptions(drawn("stacked", pivot, dims("client")), { palette, say: String, short: String, calm: true }) as { series: { color: string; stack: string; silent?: boolean; itemStyle: { color?: string; borderColor?: string; borderRadius: unknown } }[] }
    expect(series.map(({ color, stack, silent, itemStyle }) => [color, stack, silent, itemStyle.color, itemStyle.borderColor, itemStyle.borderRadius])).toEqual([
      ["#112233", "all", undefined, undefined, undefined, 0], ["#112233", "before", true, "rgba(17,34,51,0.3)", "#112233", 0],
      ["#445566", "all", undefined, undefined, undefined, [2, 2, 0, 0]], ["#445566", "before", true, "rgba(68,85,102,0.3)", "#445566", [2, 2, 0, 0]],
    ])
  })

  it("has no edge where there was nothing", () => {
    const palette = { series: ["#112233"], text: "#000", line: "#000", ground: "#fff" }
    const { series } = chartOptions(drawn("bar"), { palette, say: String, short: String, calm: true }) as { series: { data: unknown[] }[] }
    expect(series.map(({ data }) => data)).toEqual([[5, 1, 0], [3, { value: 0, itemStyle: { borderWidth: 0 } }, 2]])
  })

  it("leads from a kept chart to its report as a period that is compared", () => {
    const filters = [["Deal", "status", "=", "Open"], ["closed_on", "timespan", "this month"]] as unknown as Parameters<typeof reportFilters>[0]["filters"]
    expect(reportFilters({ answer: counted, compare: true, filters })).toEqual({ filters: [["status", "=", "Open"]], period: { on: "closed_on", span: "this month", compared: true } })
    expect(reportFilters({ answer: counted, compare: false, filters }).filters).toHaveLength(2)
  })
})

describe("a number", () => {
  it("leads to the documents it was counted by", () => {
    expect(filtersOf(dims("status", "closed_on:quarter"), ["Open", "2026-04-01"])).toEqual([["status", "=", "Open"], ["closed_on", "between", ["2026-04-01", "2026-06-30"]]])
    expect(filtersOf(dims("client", "closed_on:day"), [null, "2026-04-01"])).toEqual([["client", "is", "not set"], ["closed_on", "=", "2026-04-01"]])
    expect(filtersOf(dims("creation:day"), ["2026-04-01"])).toEqual([["creation", "between", ["2026-04-01", "2026-04-01"]]])
  })

  it("is said in its currency, one line for each", () => {
    expect(valueTexts(nums("sum:amount")[0]!, [["EUR", 5], ["USD", 7]])).toEqual(["€5.00", "$7.00"])
    expect(valueTexts(nums("count")[0]!, 1234)).toEqual(["1,234"])
  })

  it("is not compared across currencies, nor with nothing", () => {
    expect([growth(3, 2), growth(3, 0), growth([["EUR", 3]], [["USD", 2]]), growth([["EUR", 3]], [["EUR", 4]])]).toEqual([0.5, undefined, undefined, -0.25])
  })
})

describe("a period", () => {
  it("has a last day and a name", () => {
    expect([lastDay("2026-02-01", "month"), lastDay("2026-10-01", "quarter"), lastDay("2026-01-05", "week"), lastDay("2028-01-01", "year")]).toEqual(["2026-02-28", "2026-12-31", "2026-01-11", "2028-12-31"])
    expect([periodLabel("2026-02-01", "month"), periodLabel("2026-04-01", "quarter"), periodLabel("2026-01-01", "year")]).toEqual(["Feb 2026", "Q2 2026", "2026"])
    expect(keyLabel(dims("status")[0]!, "Open", (_, name) => name)).toBe("Offen")
  })

  it("is called by what it is a whole of", () => {
    const days: [string, string][] = [["2026-01-01", "2026-12-31"], ["2026-04-01", "2026-06-30"], ["2026-02-01", "2026-02-28"], ["2026-03-02", "2026-03-08"], ["2026-03-02", "2026-03-02"], ["2026-02-01", "2026-04-30"], ["2026-03-01", "2027-02-28"], ["2026-03-03", "2026-03-09"]]
    expect(days.map(daysLabel)).toEqual(["2026", "Q2 2026", "Feb 2026", "Week of 2026-03-02", "2026-03-02", "Feb 2026 to Apr 2026", "Mar 2026 to Feb 2027", "2026-03-03 to 2026-03-09"])
  })
})

describe("the name of a bar", () => {
  it("is written out where there is room for all of them", () => {
    expect([nameWidth(1160, 7), nameWidth(390, 7), nameWidth(390, 4), nameWidth(1160, 0)]).toEqual([148, undefined, 73, undefined])
  })
})

describe("the names below bars", () => {
  const looks = { palette: { series: ["#112233"], text: "#000", line: "#000", ground: "#fff" }, say: String, short: String, calm: true }
  const angle = (categories: string[]): unknown => (chartOptions({ drawing: "bar", categories, series: [{ name: "Tasks", values: categories.map(() => 1) }] } as never, looks) as { xAxis: { axisLabel: { rotate?: number } } }).xAxis.axisLabel.rotate

  it("stand aslant where they do not fit side by side, and each has its own", () => {
    const people = ["Inès Caron", "Sophie Lemaire", "Karim Benali", "Anna Kowalska", "Olga Orlova", "Luc Petit"]
    expect([angle(["Open", "Done"]), angle(people), angle(Array.from({ length: 40 }, (_, at) => `Person ${at}`))]).toEqual([undefined, 35, undefined])
  })
})

import { describe, expect, it } from "vitest"
import { field } from "@/list/logic/testing"
import { columnsOf } from "./columns"
import { continued, filterOf, laidNames, laidOut, moved, placeOf, renewed, sumTexts, type Pile } from "./board"
import { view } from "@/list/logic/testing"

const MONEY = field("amount", "Currency", { options: "currency" })
const pile = (value: string | null, rows: Pile["rows"] = [], rest: Partial<Pile> = {}): Pile => ({ value, color: null, count: rows.length, sums: [], rows, has_more: false, ...rest })
const BOARD = [
  pile("Open", [{ name: "D-1", stage: "Open", amount: 100, currency: "EUR" }, { name: "D-2", stage: "Open", amount: 5, currency: "USD" }], { count: 30, sums: [{ currency: "EUR", total: 900 }, { currency: "USD", total: 5 }] }),
  pile("Won", [{ name: "D-3", stage: "Won" }]),
  pile(null),
]

describe("a card that moves", () => {
  it("takes its count and its amount along, each currency apart", () => {
    const [open, won] = moved(BOARD, "D-2", { value: "Won", at: 1 }, "stage", MONEY)
    expect([open?.count, open?.sums]).toEqual([29, [{ currency: "EUR", total: 900 }]])
    expect([won?.count, won?.sums]).toEqual([2, [{ currency: "USD", total: 5 }]])
    expect(won?.rows.map((row) => [row.name, row.stage])).toEqual([["D-3", "Won"], ["D-2", "Won"]])
  })

  it("comes back as it was", () => {
    const there = moved(BOARD, "D-1", { value: null, at: 0 }, "stage", MONEY)
    expect(placeOf(there, "D-1")).toEqual({ value: null, at: 0 })
    const back = moved(there, "D-1", { value: "Open", at: 0 }, "stage", MONEY)
    expect(back.map(({ count, rows }) => [count, rows.map((row) => row.name)])).toEqual(BOARD.map(({ count, rows }) => [count, rows.map((row) => row.name)]))
  })

  it("changes nothing but its place within a column", () => {
    const [open] = moved(BOARD, "D-1", { value: "Open", at: 1 }, "stage", MONEY)
    expect([open?.count, open?.sums.length, open?.rows.map((row) => row.name)]).toEqual([30, 2, ["D-2", "D-1"]])
  })

  it("is nobody's where it is not shown", () => {
    expect(moved(BOARD, "D-9", { value: "Won", at: 0 }, "stage", MONEY)).toBe(BOARD)
  })
})

it("shows of a stored document what its card shows", () => {
  const row = renewed(BOARD, { name: "D-3", stage: "Lost", modified: "now", secret: 1 })[1]?.rows[0]
  expect(row).toEqual({ name: "D-3", stage: "Lost" })
})

it("is continued without repeating a card", () => {
  const [open] = continued(BOARD, "Open", [{ name: "D-2" }, { name: "D-7" }], true)
  expect([open?.rows.map((row) => row.name), open?.has_more]).toEqual([["D-1", "D-2", "D-7"], true])
})

it("asks for a column as a list does", () => {
  expect([filterOf("stage", "Won"), filterOf("stage", null)]).toEqual([["stage", "=", "Won"], ["stage", "is", "not set"]])
})

describe("sums", () => {
  it("are said in their currencies, those without one in that of the site", () => {
    const texts = sumTexts([{ currency: null, total: 1 }, { currency: "EUR", total: 2 }, { currency: "USD", total: 3 }, { currency: "RUB", total: 0 }], MONEY, "EUR")
    expect(texts).toEqual(["€3", "$3"])
  })

  it("of numbers have none", () => {
    expect(sumTexts([{ currency: null, total: 1250.5 }], field("qty", "Float"), "EUR")).toEqual(["1,250.5"])
  })
})

describe("columns", () => {
  const by = field("status", "Select", { options: "Open\nWon" })
  const about = { view: view([by], { states: [{ title: "Open", color: "Blue" }, { title: "Won", color: "Green" }] }), by, limits: {}, folded: new Set<string>(), opened: new Set<string>(), labelOf: (value: string | null) => value ?? "Not set" }

  it("are folded when they are empty, until somebody opens them", () => {
    expect(columnsOf(BOARD, about).map((column) => column.folded)).toEqual([false, false, true])
    expect(columnsOf(BOARD, { ...about, folded: new Set(["Won"]), opened: new Set([""]) }).map((column) => column.folded)).toEqual([false, true, false])
  })

  it("have the colours of the states, and tell when too much stands in them", () => {
    const [open, won] = columnsOf(BOARD, { ...about, limits: { Open: 29, Won: 1 } })
    expect([open?.state, open?.over, won?.over]).toEqual(["Blue", true, false])
  })
})

describe("cards laid by hand", () => {
  const many = pile("Open", ["a", "b", "c", "d", "e"].map((name) => ({ name })))

  it("are kept down to the lowest that was moved or was laid before", () => {
    expect(laidNames(many, 2, 0)).toEqual(["a", "b", "c"])
    expect(laidNames({ ...many, laid: ["d", "gone"] }, 0, 1)).toEqual(["a", "b", "c", "d"])
    expect(laidNames({ ...many, rows: Array.from({ length: 300 }, (_, at) => ({ name: `n${at}` })) }, 299, 0)).toHaveLength(200)
  })

  it("are known by their column", () => {
    expect(laidOut(BOARD, null, ["x"]).map((each) => each.laid)).toEqual([undefined, undefined, ["x"]])
  })
})

import { describe, expect, it } from "vitest"
import type { LocationQuery } from "vue-router"
import { heldQuery, isNarrowed, openedQuery, patched, readState, unopened, WIDE, writeState, type ListState, type Sort } from "./address"

const SORT: Sort = { fieldname: "modified", descending: true }
const KNOWN = new Set(["status", "amount", "client", "due", "modified"])
const state = (patch: Partial<ListState>): ListState => ({ filters: [], search: "", sort: SORT, size: 50, options: {}, ...patch })
const roundTrip = (before: ListState): ListState => readState(writeState(before, SORT) as LocationQuery, KNOWN, SORT)

describe("a list's state in the address", () => {
  it("is empty for a list as it opens", () => {
    expect(writeState(state({}), SORT)).toEqual({})
  })

  it("writes equality plainly, so that links can be typed", () => {
    expect(writeState(state({ filters: [["status", "=", "Open"]] }), SORT)).toEqual({ status: "Open" })
  })

  it("reads a link typed by hand", () => {
    expect(readState({ client: "CLI-1" }, KNOWN, SORT).filters).toEqual([["client", "=", "CLI-1"]])
  })

  it.each<ListState>([
    state({ filters: [["amount", ">=", "100"], ["amount", "<", "200"]] }),
    state({ filters: [["status", "in", ["Open", "Done"]], ["due", "timespan", "this week"]] }),
    state({ filters: [["due", "between", ["2026-01-01", "2026-02-01"]], ["client", "is", "not set"]] }),
    state({ filters: [["client", "=", "[odd"], ["status", "=", '["=","x"]']] }),
    state({ search: "a & b", sort: { fieldname: "amount", descending: false }, size: 200 }),
    state({ options: { by: "status", at: "2026-11-28" } }),
    state({ saved: "a1b2", filters: [["status", "=", "Open"]] }),
    state({ saved: "a1b2" }),
    state({ period: { on: "due", span: "last 30 days" } }),
    state({ period: { on: "due", span: ["2026-01-01", ""], compared: true }, saved: "a1b2" }),
    state({ filters: [["status", "=", "Open"]], where: { any: true, items: [["due", "<", "today + 7 days"], { any: false, items: [["client", "=", "__user"], ["amount", ">", 5]] }] } }),
  ])("comes back as it was: %j", (before) => {
    expect(roundTrip(before)).toEqual(before)
  })

  it("drops fields the actor does not have", () => {
    expect(readState({ secret: "1", status: "Open" }, KNOWN, SORT).filters).toEqual([["status", "=", "Open"]])
  })

  it("does not take an unknown operator for a condition", () => {
    expect(readState({ status: '["drop table","x"]' }, KNOWN, SORT).filters).toEqual([["status", "=", '["drop table","x"]']])
  })

  it("drops periods and groups about fields the actor does not have", () => {
    const query = { _period: "this month", _on: "secret", _where: '[["secret","=","1"],"or",["secret","=","2"]]' }
    expect(readState(query, KNOWN, SORT)).toEqual(state({}))
    expect(readState({ _period: "this month" }, KNOWN, SORT).options).toEqual({})
  })

  it("knows whether it leaves documents out", () => {
    const narrow: Partial<ListState>[] = [{ search: "x" }, { filters: [["status", "=", "Open"]] }, { period: { on: "due", span: "today" } }, { where: { any: true, items: [["status", "=", "Open"]] } }]
    expect(narrow.map((patch) => isNarrowed(state(patch)))).toEqual([true, true, true, true])
    expect(isNarrowed(patched(state(Object.assign({}, ...narrow) as Partial<ListState>), WIDE))).toBe(false)
  })

  it("falls back to the usual order when the address asks for an unknown column", () => {
    expect(readState({ _sort: "password desc" }, KNOWN, SORT).sort).toEqual(SORT)
  })

  it("offers only its own page sizes", () => {
    expect(readState({ _size: "100000" }, KNOWN, SORT).size).toBe(50)
  })

  it("keeps the options of a view apart from fields and from what every view has", () => {
    expect(readState({ _by: "status", _q: "x", _: "y", _size: "100" }, KNOWN, SORT).options).toEqual({ by: "status" })
  })

  it("merges options, and takes away what is undefined", () => {
    const before = state({ search: "x", options: { by: "status", at: "today" } })
    expect(patched(before, { options: { at: undefined, span: "week" } })).toEqual({ ...before, options: { by: "status", span: "week" } })
  })

  it("tells a saved view to be opened from one that everything was taken away from", () => {
    expect(unopened({ _saved: "a1b2" })).toBe("a1b2")
    expect(unopened(writeState(state({ saved: "a1b2" }), SORT) as LocationQuery)).toBeUndefined()
    expect(unopened({ _saved: "a1b2", status: "Open" })).toBeUndefined()
    expect(unopened({ status: "Open" })).toBeUndefined()
  })

  it("holds of a saved view everything but its name", () => {
    expect(heldQuery(openedQuery("a1b2", { status: "Open", _by: "city" }))).toEqual({ status: "Open", _by: "city" })
    expect(heldQuery(openedQuery("a1b2", {}))).toEqual({})
  })
})

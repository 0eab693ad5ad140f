import { describe, expect, it } from "vitest"
import { bare, operatorOf, operatorsFor, startValue, toFilter } from "./operators"
import { field } from "./testing"

const ids = (fieldtype: string): string[] => operatorsFor(field("f", fieldtype)).map((operator) => operator.id)

describe("the operators of a field", () => {
  it("are all there, over all kinds of fields", () => {
    const all = new Set(["Data", "Select", "Link", "Int", "Date", "Check"].flatMap(ids))
    expect([...all].sort()).toEqual(["!=", "<", "<=", "=", ">", ">=", "between", "in", "like", "not in", "not like", "not set", "set", "timespan"].sort())
  })

  it("offer periods for dates only", () => {
    expect(ids("Date")).toContain("timespan")
    expect(ids("Currency")).not.toContain("timespan")
  })

  it("ask for what lies above or below in a tree", () => {
    const all = operatorsFor(field("f", "Link", { tree: 1 })).map((operator) => operator.id)
    expect(all.filter((id) => !ids("Link").includes(id))).toEqual(["descendants of (inclusive)", "descendants of", "not descendants of", "ancestors of", "not ancestors of"])
  })

  it("ask a tick for yes or no only", () => {
    expect(ids("Check")).toEqual(["=", "!="])
  })
})

describe("a condition", () => {
  it.each([
    ["=", "", undefined],
    ["=", 0, ["f", "=", 0]],
    ["like", "acme", ["f", "like", "%acme%"]],
    ["like", "acme%", ["f", "like", "acme%"]],
    ["in", [], undefined],
    ["in", ["a"], ["f", "in", ["a"]]],
    ["between", ["1", ""], undefined],
    ["between", ["1", "2"], ["f", "between", ["1", "2"]]],
    ["set", null, ["f", "is", "set"]],
    ["not set", null, ["f", "is", "not set"]],
    ["timespan", "last week", ["f", "timespan", "last week"]],
  ])("%s %j is sent as %j", (id, value, expected) => {
    expect(toFilter("f", id, value)).toEqual(expected)
  })

  it("knows its operator again", () => {
    expect(operatorOf(["f", "is", "not set"])?.id).toBe("not set")
  })

  it("keeps what was entered when the operator changes", () => {
    expect(startValue("many", "a")).toEqual(["a"])
    expect(startValue("one", ["a", "b"])).toBe("a")
    expect(startValue("two", "1")).toEqual(["1", ""])
    expect(startValue("span", "nonsense")).toBe("this month")
  })

  it("is shown without the wildcards that were added to it", () => {
    expect(bare("%acme%")).toBe("acme")
    expect(bare("ac%me")).toBe("ac%me")
  })
})

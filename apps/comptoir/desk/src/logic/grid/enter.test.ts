import { describe, expect, it } from "vitest"
import { doctype, field } from "../testing"
import { nextTable, tablesInOrder } from "./enter"

const columns = (many: number) => Array.from({ length: many }, (_, at) => field(`c${at}`, "Data", { in_list_view: 1 }))
const CHILDREN = { Section: doctype("Section", columns(1)), Item: doctype("Item", columns(4)) }
const table = (name: string, options: string, more = {}) => field(name, "Table", { options, ...more })

describe("the tables of a form", () => {
  it("are entered where most is filled in first, required ones before all", () => {
    expect(tablesInOrder([table("sections", "Section"), table("items", "Item"), table("gone", "Gone")], CHILDREN)).toEqual(["items", "sections", "gone"])
    expect(tablesInOrder([table("items", "Item"), table("sections", "Section", { reqd: 1 })], CHILDREN)).toEqual(["sections", "items"])
  })

  it("are gone through one after another, from the last to the first", () => {
    const order = ["items", "sections"]
    expect([undefined, "client", "items", "sections"].map((at) => nextTable(order, at))).toEqual(["items", "items", "sections", "items"])
    expect(nextTable([], "client")).toBeUndefined()
  })
})

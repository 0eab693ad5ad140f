import { describe, expect, it } from "vitest"
import { changesOf, reapply } from "./dirty"
import { toPayload } from "./documents"
import { doctype, field } from "./testing"

const child = doctype("Line", [field("item"), field("qty", "Int", { default: "1" })])
const meta = doctype("Order", [field("s", "Section Break"), field("client"), field("total", "Currency"), field("lines", "Table", { options: "Line" })])
const children = { Line: child }
const BEFORE = { client: "A", total: 10, lines: [{ name: "a", item: "x", qty: 1 }, { name: "b", item: "y", qty: 2 }] }
const kinds = (after: Record<string, unknown>) => changesOf(meta, children, BEFORE, after).map((c) => `${c.kind} ${c.fieldname}`)

describe("changes", () => {
  it("are none between equal values however they are written", () => {
    expect(kinds({ client: "A", total: "10", lines: BEFORE.lines })).toEqual([])
    expect(changesOf(meta, children, { client: null }, { client: "", lines: [] })).toEqual([])
  })

  it("are told by field and row", () => {
    expect(kinds({ ...BEFORE, client: "B", lines: [{ name: "a", item: "x", qty: 5 }, BEFORE.lines[1]] })).toEqual(["value client", "value qty"])
    expect(kinds({ ...BEFORE, lines: [BEFORE.lines[1], { item: "new" }] })).toEqual(["removed lines", "added lines"])
    expect(kinds({ ...BEFORE, lines: [BEFORE.lines[1], BEFORE.lines[0]] })).toEqual(["moved lines"])
  })

  it("do not count a row left empty", () => {
    expect(kinds({ ...BEFORE, lines: [...BEFORE.lines, { doctype: "Line", qty: 1, idx: 3 }] })).toEqual([])
  })

  it("are laid again onto a document somebody else changed", () => {
    const fresh = { ...BEFORE, client: "Theirs", total: 99, modified: "later" }
    expect(reapply(meta, { ...BEFORE, total: 11 }, BEFORE, fresh)).toEqual({ ...fresh, total: 11 })
  })
})

describe("what is sent", () => {
  it("has no client keys and no empty rows, and rows are numbered", () => {
    const payload = toPayload({ client: "A", __islocal: 1, _link_titles: {}, lines: [{ qty: 1, __key: "k" }, { item: "x", __key: "l" }] }, meta, children)
    expect(payload).toEqual({ client: "A", lines: [{ item: "x", idx: 1 }] })
  })
})

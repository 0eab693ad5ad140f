import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import type { MetaBundle } from "@/types"
import { type Answer, follows, toldOf } from "./told"

const LINE = doctype("Line", [field("item", "Link"), field("qty", "Float", { default: "1" }), field("rate", "Currency"), field("amount", "Currency", { read_only: 1 })])
const bundle: MetaBundle = { doctype: doctype("Offer", [field("title"), field("terms", "Text Editor"), field("lines", "Table", { options: "Line" }), field("total", "Currency", { read_only: 1 })]), children: { Line: LINE } }
const answer = (more: Partial<Answer> = {}): Answer => ({ values: { title: "Printer", terms: "<p>30 days</p>", total: 200 }, rows: { lines: [{ rate: 100, amount: 200 }] }, _link_titles: {}, ...more })
const same = <T>(of: T): T => of
const [TITLE, TERMS, RATE, AMOUNT] = [bundle.doctype.fields[0]!, bundle.doctype.fields[1]!, LINE.fields[2]!, LINE.fields[3]!]

describe("what the server said", () => {
  it("stands where nobody enters anything, whatever stood there", () => {
    const doc = { title: "", lines: [{ item: "P", qty: 2, rate: 90, amount: 5 }], total: 7 }
    const told = toldOf(answer(), bundle, doc, {}, same)
    expect(follows(told.get(doc), bundle.doctype.fields[3]!, 7)).toBe(true)
    expect(follows(told.get(doc.lines[0]!), AMOUNT, 5)).toBe(true)
    expect(follows(told.get(doc), { ...TITLE, can_write: false }, "Old")).toBe(true)
  })

  it("stands in for what is empty, and never for what was entered", () => {
    const doc = { title: "", lines: [{ item: "P", qty: 2, rate: 0 }] }
    const told = toldOf(answer(), bundle, doc, {}, same)
    expect([undefined, "", "Mine"].map((own) => follows(told.get(doc), TITLE, own))).toEqual([true, true, false])
    expect([null, 0, 90].map((own) => follows(told.get(doc.lines[0]!), RATE, own))).toEqual([true, true, false])
  })

  it("stands in for what was there before as long as nobody touched it", () => {
    const row = { name: "r1", item: "P", qty: 2, rate: 80 }
    const told = toldOf(answer(), bundle, { lines: [row] }, { lines: [{ ...row }] }, same)
    expect([80, 81].map((own) => follows(told.get(row), RATE, own))).toEqual([true, false])
  })

  it("says nothing of editors, nor of fields it did not name", () => {
    const doc = { lines: [] }
    const told = toldOf(answer(), bundle, doc, {}, same)
    expect(follows(told.get(doc), TERMS, "")).toBe(false)
    expect(follows(told.get(doc), field("other"), "")).toBe(false)
    expect(follows(undefined, TITLE, "")).toBe(false)
  })

  it("is of the rows that were sent: the empty one among them counts for nothing", () => {
    const [empty, row, dropped] = [{ doctype: "Line", qty: 1 }, { item: "P", qty: 2 }, { item: "Q", qty: 1 }]
    const told = toldOf(answer({ rows: { lines: [{ rate: 100 }, null] } }), bundle, { lines: [empty, row, dropped] }, {}, same)
    expect([empty, row, dropped].map((each) => told.get(each)?.values)).toEqual([undefined, { rate: 100 }, undefined])
  })
})

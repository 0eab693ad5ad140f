import { describe, expect, it } from "vitest"
import { changesOf } from "@/logic/dirty"
import type { Doc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import type { MetaBundle } from "@/types"
import { meetingOf, rowCounts } from "./meeting"

const LINE = doctype("Line", [field("item"), field("amount", "Int")])
const META: MetaBundle = {
  doctype: doctype("Thing", [field("subject"), field("city"), field("phone"), field("secret", "Password"), field("key", "Data", { hidden: 1 }), field("lines", "Table", { options: "Line" })]),
  children: { Line: LINE },
}
const SAVED: Doc = { name: "T-1", modified: "M1", subject: "First", city: "Lyon", phone: "1", secret: "*", key: "a", lines: [{ name: "r1", item: "Paper", amount: 1 }, { name: "r2", item: "Ink", amount: 2 }] }
const met = (mine: Doc, present: Doc) => {
  const doc = { ...SAVED, ...mine }
  return meetingOf(META, SAVED, doc, changesOf(META.doctype, META.children, SAVED, doc), { ...SAVED, modified: "M2", ...present })
}
const told = (differences: ReturnType<typeof met>["mine"]) => differences.map(({ field: { fieldname }, now, mine, overtaken }) => [fieldname, now, mine, overtaken])

describe("what two people made of a document", () => {
  it("is told by field: theirs beside mine, and whether both changed it", () => {
    const { mine, theirs } = met({ subject: "Mine", city: "Paris" }, { subject: "Theirs", phone: "2" })
    expect(told(mine)).toEqual([["subject", "Theirs", "Mine", true], ["city", "Lyon", "Paris", false]])
    expect(told(theirs)).toEqual([["phone", "2", "1", true]])
  })

  it("is nothing where both made the same of it, and neither secrets nor what is hidden", () => {
    const { mine, theirs } = met({ subject: "Same" }, { subject: "Same", secret: "**", key: "b" })
    expect([told(mine), told(theirs)]).toEqual([[], []])
  })

  it("counts what became of the rows of a table", () => {
    const lines = [{ name: "r2", item: "Ink", amount: 3 }, { item: "Glue", amount: 1 }, { item: "Tape", amount: 1 }]
    const { mine } = met({ lines }, {})
    expect(rowCounts(META, mine[0]!, mine[0]!.mine)).toEqual({ all: 3, added: 2, changed: 1, removed: 1 })
    expect(rowCounts(META, mine[0]!, mine[0]!.now)).toEqual({ all: 2, added: 0, changed: 0, removed: 0 })
  })
})

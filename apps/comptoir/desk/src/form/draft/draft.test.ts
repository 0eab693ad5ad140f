import { describe, expect, it } from "vitest"
import { changesOf } from "@/logic/dirty"
import type { Doc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import type { MetaBundle } from "@/types"
import { type Draft, differences, draftOf, putBack } from "./draft"

const LINE = doctype("Line", [field("item"), field("pin", "Password")])
const META: MetaBundle = {
  doctype: doctype("Thing", [field("subject"), field("secret", "Password"), field("hidden_from_me", "Data", { can_write: false }), field("lines", "Table", { options: "Line" })]),
  children: { Line: LINE },
}
const SAVED: Doc = { name: "T-1", modified: "M1", subject: "First", secret: "*****", lines: [{ name: "r1", idx: 1, item: "Paper", pin: "**" }] }
const draft = (after: Doc, isNew = false): Draft | undefined => draftOf(META, SAVED, after, changesOf(META.doctype, META.children, SAVED, after), isNew, 5)

describe("what is kept", () => {
  it("is what was changed, as it is and as it was", () => {
    expect(draft({ ...SAVED, subject: "Second" })).toEqual({ at: 5, modified: "M1", values: { subject: "Second" }, before: { subject: "First" } })
  })

  it("never holds a secret or what may not be written", () => {
    expect(draft({ ...SAVED, secret: "hunter2", hidden_from_me: "x" })).toBe(undefined)
    const kept = draft({ ...SAVED, lines: [{ name: "r1", idx: 1, item: "Ink", pin: "1234" }] })
    expect(JSON.stringify(kept)).not.toContain("1234")
    expect(kept?.values.lines).toEqual([{ name: "r1", idx: 1, item: "Ink" }])
  })

  it("holds the name that somebody gives to a new document", () => {
    expect(draft({ ...SAVED, name: "Mine", subject: "Second" }, true)).toMatchObject({ modified: "", values: { name: "Mine", subject: "Second" } })
  })
})

describe("what is put back", () => {
  const mine = draft({ ...SAVED, subject: "Mine", lines: [{ name: "r1", idx: 1, item: "Ink", pin: "1" }, { idx: 2, item: "Glue" }] })!

  it("differs from what others have made of it, and says where they were first", () => {
    const theirs = { ...SAVED, subject: "Theirs" }
    expect(differences(META, mine, theirs).map(({ field: { fieldname }, overtaken }) => [fieldname, overtaken])).toEqual([["subject", true], ["lines", false]])
    expect(differences(META, mine, { ...theirs, subject: "Mine" }).map((each) => each.field.fieldname)).toEqual(["lines"])
  })

  it("is only what was chosen; rows keep what was not held, those that are gone come back as new", () => {
    const [, lines] = differences(META, mine, SAVED)
    expect(putBack(SAVED, mine, [lines!])).toEqual({ ...SAVED, lines: [{ name: "r1", idx: 1, item: "Ink", pin: "**" }, { idx: 2, item: "Glue" }] })
    expect(putBack({ ...SAVED, lines: [] }, mine, [lines!]).lines).toEqual([{ idx: 1, item: "Ink" }, { idx: 2, item: "Glue" }])
  })

  it("leaves out fields that are no longer there or no longer theirs", () => {
    const narrowed = { ...META, doctype: doctype("Thing", [field("subject", "Data", { can_write: false })]) }
    expect(differences(narrowed, mine, SAVED)).toEqual([])
  })
})

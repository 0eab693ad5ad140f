import { describe, expect, it } from "vitest"
import type { Decision, FieldSight, SeenDocType } from "../explaining"
import { byModule, countShown, notable, refusing, rightsInOrder } from "./sight"

const step = (text: string, passed: boolean) => ({ kind: "role" as const, text, passed, document: null })
const decision = (allow: boolean, ...passed: boolean[]): Decision => ({ allow, steps: passed.map((each, index) => step(String(index), each)) })
const seen = (doctype: string, label: string, module: string, why: string[] = []): SeenDocType => ({ doctype, label, module, rights: [], documents: 0, of: 0, why })
const field = (fieldname: string, shown: FieldSight["shown"], writable = false): FieldSight => ({ fieldname, label: fieldname, shown, writable, why: "" })

describe("an explanation of a document", () => {
  it("names rights in the order people think of them, unknown ones last", () => {
    expect(rightsInOrder({ teleport: decision(true), export: decision(true), write: decision(true), read: decision(true) }).map(([right]) => right)).toEqual(["read", "write", "export", "teleport"])
  })

  it("is decided by the first step that refuses", () => {
    expect(refusing(decision(false, true, false, false))?.text).toBe("1")
  })

  it("has no refusing step where the right is given, though an optional one failed", () => {
    expect(refusing(decision(true, true, false))).toBeUndefined()
  })

  it("shows hidden and masked fields before the others, else as in the form", () => {
    const fields = [field("a", "clear", true), field("b", "masked"), field("c", "clear"), field("d", "hidden"), field("e", "masked")]
    expect(notable(fields).map((each) => each.fieldname)).toEqual(["d", "b", "e", "c", "a"])
    expect(countShown(fields)).toEqual({ clear: 2, masked: 2, hidden: 1 })
  })
})

describe("what a user can see", () => {
  const explained = { doctypes: [seen("Box", "Boîte", "Depot"), seen("Desk", "Table", "Office", ["role Clerk"]), seen("Shelf", "Étagère", "Depot")] }

  it("is told by module", () => {
    expect(byModule(explained, "").map((each) => [each.module, each.doctypes.length])).toEqual([["Depot", 2], ["Office", 1]])
  })

  it("is searched by label without accents, by name, by module and by reason", () => {
    expect(["etag", "desk", "office", "clerk", "depot box"].map((wanted) => byModule(explained, wanted).flatMap((each) => each.doctypes.map(({ doctype }) => doctype)).join())).toEqual(["Shelf", "Desk", "Desk", "Desk", "Box"])
  })
})

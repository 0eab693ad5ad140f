import { describe, expect, it } from "vitest"
import type { DocTypeView } from "@/types"
import { askedField, editableFields, offeredActions, refusedAlike, tagsIn } from "./bulk"
import { field, view } from "./testing"

const ALL = { read: true, write: true, delete: true, submit: true, cancel: true } as DocTypeView["rights"]

describe("actions on many documents", () => {
  it("are those the actor has the right to", () => {
    expect(offeredActions(view([], { rights: ALL }))).toEqual(["edit", "assign", "tag", "delete"])
    expect(offeredActions(view([], { rights: ALL, is_submittable: 1 }))).toEqual(["edit", "submit", "cancel", "assign", "tag", "delete"])
    expect(offeredActions(view([], { rights: { read: true } as DocTypeView["rights"], is_submittable: 1 }))).toEqual(["assign", "tag"])
  })

  it("change no field that is read-only, hidden, one of a kind, a table or a secret", () => {
    const fields = [
      field("city", "Data"), field("locked", "Data", { read_only: 1 }), field("unseen", "Data", { hidden: 1 }), field("code", "Data", { unique: 1 }),
      field("once", "Data", { set_only_once: 1 }), field("level", "Data", { can_write: false }), field("rows", "Table"), field("word", "Password"),
      field("part", "Section Break"), field("paper", "Attach"),
    ]
    expect(editableFields(view(fields)).map((each) => each.fieldname)).toEqual(["city"])
  })

  it("ask for a field whatever a single document would make of it", () => {
    const asked = askedField(field("reason", "Data", { reqd: 1, depends_on: "eval:doc.lost", read_only_depends_on: "eval:1" }))
    expect([asked.reqd, asked.depends_on, asked.read_only_depends_on]).toEqual([0, undefined, undefined])
  })

  it("read tags between commas, each once", () => {
    expect(tagsIn(" hot, new ,,hot")).toEqual(["hot", "new"])
  })

  it("say once why several were refused, with all of them", () => {
    const results = [
      { name: "A", done: false, message: "No such day." }, { name: "B", done: false, message: "Locked." }, { name: "C", done: false, message: "No such day." },
      { name: "D", done: true, message: "" }, { name: "E", done: true, message: "" },
    ]
    expect(refusedAlike(results)).toEqual([
      { names: ["A", "C"], done: false, message: "No such day." }, { names: ["B"], done: false, message: "Locked." },
      { names: ["D"], done: true, message: "" }, { names: ["E"], done: true, message: "" },
    ])
  })
})

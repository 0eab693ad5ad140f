import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import { offered } from "./actions"

const plain = doctype("D", [field("a")], { allow_rename: 1 })
const submittable = doctype("D", [field("a")], { is_submittable: 1 })

describe("the primary action", () => {
  it("saves what is new or changed, and nothing else", () => {
    expect(offered(plain, {}, true, false).primary).toBe("save")
    expect(offered(plain, {}, false, true).primary).toBe("save")
    expect(offered(plain, {}, false, false).primary).toBe(undefined)
  })

  it("submits a saved draft and amends a cancelled document", () => {
    expect(offered(submittable, { docstatus: 0 }, false, false).primary).toBe("submit")
    expect(offered(submittable, { docstatus: 1 }, false, false).primary).toBe(undefined)
    expect(offered(submittable, { docstatus: 2 }, false, false).primary).toBe("amend")
  })
})

describe("what else is offered", () => {
  it("follows the status", () => {
    const submitted = offered(submittable, { docstatus: 1 }, false, false)
    expect([submitted.cancel, submitted.remove, submitted.duplicate]).toEqual([true, false, true])
    expect(offered(submittable, { docstatus: 2 }, false, false).remove).toBe(true)
  })

  it("follows the rights", () => {
    const rights = { ...plain.rights, write: false, delete: false, create: false, print: false }
    const none = offered({ ...plain, rights }, {}, false, true)
    expect([none.primary, none.remove, none.rename, none.duplicate, none.print]).toEqual([undefined, false, false, false, false])
  })

  it("prints what is stored", () => {
    const rights = { ...plain.rights, print: true }
    expect([offered({ ...plain, rights }, {}, false, false).print, offered({ ...plain, rights }, {}, true, false).print]).toEqual([true, false])
  })
})

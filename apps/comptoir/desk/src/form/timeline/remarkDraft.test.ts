import { beforeEach, describe, expect, it } from "vitest"
import { countOf, forgetOf } from "@/form/draft/store"
import { remarkDraft } from "./remarkDraft"

describe("a remark that is being written", () => {
  beforeEach(() => localStorage.clear())

  it("is there again after a reload, for its writer and its document", () => {
    remarkDraft("ann", "Client", "C-1").keep("<p>half a</p>")
    expect(remarkDraft("ann", "Client", "C-1").read()).toBe("<p>half a</p>")
    expect([remarkDraft("ben", "Client", "C-1").read(), remarkDraft("ann", "Client", "C-2").read()]).toEqual(["", ""])
  })

  it("is gone once it is sent or emptied", () => {
    const draft = remarkDraft("ann", "Client", "C-1")
    draft.keep("<p>x</p>")
    draft.keep("")
    expect([draft.read(), countOf("ann")]).toEqual(["", 0])
  })

  it("goes with the other drafts of somebody who logs out", () => {
    remarkDraft("ann", "Client", "C-1").keep("<p>x</p>")
    expect(countOf("ann")).toBe(1)
    forgetOf("ann")
    expect(remarkDraft("ann", "Client", "C-1").read()).toBe("")
  })
})

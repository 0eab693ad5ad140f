import { describe, expect, it } from "vitest"
import { helpAnswers } from "./help"

const answer = (title: string, place: Partial<Parameters<typeof helpAnswers>[0]> = {}) => helpAnswers({ doctype: "Deal", administers: false, offered: [], ...place }).find(({ label }) => label === title)

describe("an answer to how something is done", () => {
  it("leads to the list on the screen, or does it on the open form", () => {
    const run = () => undefined
    expect(answer("Merge two documents")?.to).toMatchObject({ name: "list", params: { slug: "deal" } })
    expect(answer("Merge two documents", { offered: [{ kind: "document", label: "Merge…", icon: "", run }] })).toMatchObject({ run })
    expect(answer("Merge two documents", { doctype: undefined })?.to).toEqual({ name: "home" })
  })

  it("is given of the whole site to whoever administers it", () => {
    expect(answer("Give rights to a role")).toBeUndefined()
    expect(answer("Give rights to a role", { administers: true })?.to).toEqual({ name: "permissions" })
  })
})

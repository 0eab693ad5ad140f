import { describe, expect, it } from "vitest"
import { doctype } from "@/logic/testing"
import { helpAnswers } from "./help"

const answer = (title: string, place: Partial<Parameters<typeof helpAnswers>[0]> = {}) => helpAnswers({ doctype: "Deal", administers: false, offered: [], ...place }).find(({ label }) => label === title)

describe("an answer to how something is done", () => {
  it("leads to the list on the screen, or does it on the open form", () => {
    const run = () => undefined
    expect(answer("Merge two documents")?.to).toMatchObject({ name: "list", params: { slug: "deal" } })
    expect(answer("Merge two documents", { offered: [{ kind: "document", label: "Merge…", icon: "", run }] })).toMatchObject({ run })
    expect(answer("Merge two documents", { doctype: undefined })?.to).toEqual({ name: "home" })
  })

  it("says what one has no right to, and does not lead there", () => {
    const deal = doctype("Deal", [], { label: "Deals" })
    const without = (right: "import" | "export") => ({ ...deal, rights: { ...deal.rights, [right]: false } })
    expect(answer("Import a file", { known: deal })).toMatchObject({ note: "The arrow upwards above a list", to: { name: "import" } })
    expect(answer("Import a file", { known: without("import") })).toMatchObject({ note: "You have no right to import into Deals", to: { name: "list" } })
    expect(answer("Import a file", { known: { ...deal, rights: { ...deal.rights, create: false, write: false } } })?.to).toMatchObject({ name: "list" })
    expect(answer("Export a list", { known: without("export") })?.note).toBe("You have no right to export Deals")
    expect(answer("Export a list", { known: deal })?.note).toBe("Tick rows, then Export…")
  })

  it("is given of the whole site to whoever administers it", () => {
    expect(answer("Give rights to a role")).toBeUndefined()
    expect(answer("Give rights to a role", { administers: true })?.to).toEqual({ name: "permissions" })
  })
})

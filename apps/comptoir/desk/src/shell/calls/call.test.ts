import { describe, expect, it } from "vitest"
import { type Ring, heard } from "./call"

const ring: Ring = { call: "1", number: "+33612345678", status: "Ringing", callers: [{ doctype: "Client", name: "CLI-1", title: "Acme", label: "Client" }] }

describe("a call that rings", () => {
  it("is shown with who calls, and goes on", () => {
    const shown = heard(undefined, ring)
    expect(shown).toMatchObject({ name: "1", number: "+33612345678", status: "Ringing" })
    const talking = heard(shown, { call: "1", number: null, status: "In Progress" })
    expect(talking).toMatchObject({ number: "+33612345678", status: "In Progress", callers: [{ title: "Acme" }] })
  })

  it("does not push a conversation away, but a call that rings or is over", () => {
    const talking = heard(heard(undefined, ring), { ...ring, status: "In Progress" })
    expect(heard(talking, { ...ring, call: "2" })?.name).toBe("1")
    const over = heard(talking, { ...ring, status: "Completed" })
    expect(heard(over, { ...ring, call: "2" })?.name).toBe("2")
  })

  it("is not shown where only its end is heard", () => {
    expect(heard(undefined, { ...ring, status: "Completed" })).toBeUndefined()
  })
})

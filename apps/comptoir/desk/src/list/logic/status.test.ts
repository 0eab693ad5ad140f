import { describe, expect, it } from "vitest"
import { isOverdue, stateOf, statusField } from "./status"
import { field, view } from "./testing"

const NOW = new Date(2026, 6, 25, 12, 0)
const STATES = [{ title: "Open", color: "Blue" }, { title: "Done", color: "Green" }]
const declared = view([field("priority", "Select", { options: "Low\nHigh" }), field("phase", "Select", { options: "Open\nDone" }), field("due", "Date"), field("closed_on", "Date")], { states: STATES })

describe("the status of a row", () => {
  it("is in the choice that holds the declared states, whatever its name", () => {
    expect(statusField(declared)?.fieldname).toBe("phase")
  })

  it("has the colour its DocType declares", () => {
    expect(stateOf(declared, { phase: "Done" })).toEqual({ label: "Done", color: "Green" })
  })

  it("is grey when the state is not declared", () => {
    expect(stateOf(declared, { phase: "Odd" })?.color).toBe("Gray")
  })

  it("is draft, submitted or cancelled where no state is declared", () => {
    const plain = view([], { is_submittable: 1 })
    expect([0, 1, 2].map((docstatus) => stateOf(plain, { docstatus })?.label)).toEqual(["Draft", "Submitted", "Cancelled"])
  })

  it("is nothing where there are neither states nor submission", () => {
    expect(stateOf(view([]), { docstatus: 0 })).toBeUndefined()
  })
})

describe("a deadline", () => {
  it("is missed the day after", () => {
    expect(isOverdue(declared, { phase: "Open", due: "2026-07-24" }, "due", NOW)).toBe(true)
  })

  it("is not missed on its own day", () => {
    expect(isOverdue(declared, { phase: "Open", due: "2026-07-25" }, "due", NOW)).toBe(false)
  })

  it("with a time is missed at that time", () => {
    expect(isOverdue(declared, { phase: "Open", due: "2026-07-25 11:59:00" }, "due", NOW)).toBe(true)
  })

  it("does not matter once the row is settled", () => {
    expect(isOverdue(declared, { phase: "Done", due: "2026-07-01" }, "due", NOW)).toBe(false)
    expect(isOverdue(declared, { phase: "Open", due: "2026-07-01", closed_on: "2026-07-20" }, "due", NOW)).toBe(false)
    expect(isOverdue(declared, { phase: "Open", due: "2026-07-01", docstatus: 2 }, "due", NOW)).toBe(false)
  })
})

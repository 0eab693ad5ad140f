import { beforeEach, describe, expect, it } from "vitest"
import type { Draft } from "./draft"
import { below, countOf, drop, forgetOf, keep, newKey, placeOf } from "./store"

const now = Date.now()
const draft = (at = now, subject = "x"): Draft => ({ at, modified: "", values: { subject }, before: { subject: "" } })
const DAY = 86_400_000

beforeEach(() => localStorage.clear())

describe("drafts in the browser", () => {
  it("lie under their user and document, newest first", () => {
    const place = placeOf("anna@x.com", "Thing", "saved", "A/1")
    keep(`${place}1`, draft(now - 2))
    keep(`${place}2`, draft(now - 1))
    keep(newKey(placeOf("anna@x.com", "Thing", "saved", "A")), draft())
    keep(newKey(placeOf("bert@x.com", "Thing", "saved", "A/1")), draft())
    expect(below(place).map((kept) => kept.key)).toEqual([`${place}2`, `${place}1`])
    expect([countOf("anna@x.com"), countOf("bert@x.com"), countOf("a")]).toEqual([3, 1, 0])
  })

  it("are forgotten with their user's session, and after a week", () => {
    keep(`${placeOf("anna")}old`, draft(now - 8 * DAY))
    expect(below(placeOf("anna"))).toEqual([])
    keep(`${placeOf("anna")}1`, draft())
    keep(`${placeOf("bert")}1`, draft())
    forgetOf("anna")
    expect([countOf("anna"), countOf("bert")]).toEqual([0, 1])
  })

  it("are bounded in number and size", () => {
    for (let i = 0; i < 40; i++) keep(`${placeOf("anna")}${i}`, draft(now - 1000 + i))
    expect(countOf("anna")).toBe(30)
    expect(below(placeOf("anna"))[0]!.key).toBe(`${placeOf("anna")}39`)
    expect(keep(`${placeOf("anna")}huge`, draft(now, "x".repeat(400_001)))).toBe(false)
  })

  it("do not stumble over what is no draft", () => {
    localStorage.setItem(`${placeOf("anna")}1`, "{")
    localStorage.setItem(`${placeOf("anna")}2`, "7")
    expect(below(placeOf("anna"))).toEqual([])
    drop("never there")
  })
})

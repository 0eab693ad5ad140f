import { describe, expect, it } from "vitest"
import { expiryAfter, scopesOf, scopeText, stateOf } from "./keys"

const say = (source: string, ...values: (string | number)[]): string => source.replace("{0}", String(values[0]))
const draft = (part: object) => ({ id: 1, kind: "documents" as const, doctype: "", rights: [], method: "", ...part })

describe("an API key", () => {
  it("is revoked before it is expired", () => {
    expect([stateOf({ revoked: 1, expired: true }), stateOf({ revoked: 0, expired: true }), stateOf({ revoked: 0, expired: false })]).toEqual(["revoked", "expired", "active"])
  })

  it("says what it may do", () => {
    const text = (scope: object): string => scopeText(scope, (name) => `«${name}»`, (name) => name.toUpperCase(), say)
    expect([text({ method: "a.b.*" }), text({ document_type: "Thing", rights: ["read", "write"] }), text({ rights: ["read"] })]).toEqual(["Call a.b.*", "«Thing»: READ, WRITE", "Every type of document: READ"])
  })

  it("is made of complete rows only", () => {
    expect(scopesOf([draft({ rights: ["read"] }), draft({ kind: "method", method: " a.b " })])).toEqual({ scopes: [{ document_type: null, rights: ["read"] }, { method: "a.b" }], incomplete: false })
    expect([scopesOf([draft({})]).incomplete, scopesOf([draft({ kind: "method", method: " " })]).incomplete, scopesOf([]).incomplete]).toEqual([true, true, false])
  })

  it("ends with a day, over the end of the year as well, or never", () => {
    expect([expiryAfter(1, new Date(2026, 11, 31, 15)), expiryAfter(30, new Date(2026, 0, 31)), expiryAfter(0)]).toEqual(["2027-01-01 23:59:59", "2026-03-02 23:59:59", null])
  })
})

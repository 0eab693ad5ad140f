import { describe, expect, it } from "vitest"
import { drawnHere, sameSite } from "./redirects"

const ORIGIN = "https://crm.example"

describe("the page after signing in", () => {
  it.each(["/app/thing/T-1?x=1#y", "/desk/permissions", "/api/docs", "/"])("may be %s of this site", (path) => {
    expect(sameSite(path, ORIGIN)).toBe(path)
  })

  it.each([
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
    "/.//evil.example", "", undefined, null, ["/app"], "app",
  ])("is the start page instead of %j", (path) => {
    expect(sameSite(path, ORIGIN)).toBe("/app")
  })

  it("is drawn by the Desk or left to the server", () => {
    expect(["/app", "/app/x", "/desk/explain", "/application", "/api/docs", "/files/a.pdf"].map(drawnHere)).toEqual([true, true, true, false, false, false])
  })
})

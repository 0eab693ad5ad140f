import { describe, expect, it } from "vitest"
import { withCsrf } from "./csrf"

const HERE = "http://site.test"
const tokenOf = (sent: Parameters<typeof withCsrf>[0], token = "t"): string | undefined =>
  withCsrf(sent, token, HERE).headers?.["X-Frappe-CSRF-Token"]

describe("the CSRF token", () => {
  it("goes with what changes something", () => {
    expect(tokenOf({ url: "/api/resource/Client", method: "POST", headers: { Accept: "*/*" } })).toBe("t")
    expect(tokenOf({ url: `${HERE}/api/resource/Client/x`, method: "delete" })).toBe("t")
  })

  it("does not go with reads, with API keys, to other sites, or when there is none", () => {
    expect(tokenOf({ url: "/api/resource/Client" })).toBeUndefined()
    expect(tokenOf({ url: "/api/resource/Client", method: "POST", headers: { authorization: "token a:b" } })).toBeUndefined()
    expect(tokenOf({ url: "http://elsewhere.test/x", method: "POST" })).toBeUndefined()
    expect(tokenOf({ url: "/api/resource/Client", method: "POST" }, "")).toBeUndefined()
  })
})

import { describe, expect, it } from "vitest"
import { sentBack } from "./refusals"

describe("why somebody was sent back to the login page", () => {
  it("is said once", () => {
    document.cookie = `sign_in_refusal=${encodeURIComponent("Société ne vous connaît pas ; demandez un compte.")}; Path=/`
    expect([sentBack(), sentBack()]).toEqual(["Société ne vous connaît pas ; demandez un compte.", ""])
  })

  it("is nothing where nobody was refused", () => {
    document.cookie = "preferred_language=fr; Path=/"
    expect(sentBack()).toBe("")
  })
})

import { describe, expect, it } from "vitest"
import { safeAddress, safePicture } from "./addresses"

describe("addresses", () => {
  it("are our own or of the web", () => {
    expect(["/files/a.png", "https://x.fr", "javascript:alert(1)", "//evil", "/\\evil", "data:text/html,x", ""].map(safeAddress)).toEqual(["/files/a.png", "https://x.fr", undefined, undefined, undefined, undefined, undefined])
  })

  it("of pictures may be drawings, but no SVG", () => {
    expect(["data:image/png;base64,AAAA", "data:image/svg+xml;base64,AAAA"].map(safePicture)).toEqual(["data:image/png;base64,AAAA", undefined])
  })
})

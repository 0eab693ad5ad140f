import { beforeEach, describe, expect, it } from "vitest"
import { hiddenIn, isTrusted, trust, withPictures } from "./pictures"

const html = '<p>Hi</p><img data-picture="https://a.example/1.png"><img src="/private/files/2.png"><img data-picture="cid:gone"><img data-picture="http://a.example/3.png">'

describe("pictures of a received e-mail", () => {
  beforeEach(() => localStorage.clear())

  it("are counted where they are on other servers and hidden", () => {
    expect(hiddenIn(html)).toBe(2)
    expect(hiddenIn("<p>Hi</p>")).toBe(0)
  })

  it("are asked of the site, by their number, once somebody wants them", () => {
    const shown = withPictures(html, "a&b")
    expect(shown).toContain('src="/api/method/comptoir.correspondence.pictures.picture?communication=a%26b&amp;number=0"')
    expect(shown).toContain("number=1")
    expect(shown).not.toContain("a.example")
    expect(hiddenIn(shown)).toBe(0)
  })

  it("are shown at once where their sender is trusted by this user", () => {
    trust("ann", "bob@example.com")
    expect(isTrusted("ann", "bob@example.com")).toBe(true)
    expect(isTrusted("ann", "eve@example.com")).toBe(false)
    expect(isTrusted("joe", "bob@example.com")).toBe(false)
    localStorage.setItem("desk.pictures.ann", "{")
    expect(isTrusted("ann", "bob@example.com")).toBe(false)
  })
})

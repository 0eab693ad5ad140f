import { describe, expect, it } from "vitest"
import { shownAs } from "./kinds"

describe("a file in place", () => {
  it.each([
    ["/private/files/plan.PNG", "image"],
    ["/files/offer.pdf?fid=1", "pdf"],
    ["/files/notes.txt#a", "text"],
    ["/private/files/call.mp3", "audio"],
    ["/files/tour.mp4", "video"],
    ["/files/table.xlsx", "other"],
    ["/files/page.html", "other"],
    ["/files/drawing.svg", "other"],
    ["/files/page.html?x=.png", "other"],
    ["/files/noend", "other"],
    ["https://elsewhere.example/a.png", "other"],
    ["//elsewhere.example/a.png", "other"],
    ["javascript:alert(1).png", "other"],
    ["", "other"],
  ])("%s is shown as %s", (address, expected) => {
    expect(shownAs(address)).toBe(expected)
  })
})

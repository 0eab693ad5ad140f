import { describe, expect, it } from "vitest"
import { sanitise } from "./sanitise"

describe("HTML from elsewhere", () => {
  it.each([
    ["<p onclick='x()'>a</p>", "<p>a</p>"],
    ["<script>alert(1)</script>b", "b"],
    ["<a href='javascript:x'>c</a>", "<a>c</a>"],
    ["<img src=x onerror=x>", '<img src="x">'],
    ["<iframe src='//e'></iframe>d", "d"],
    ["<form><input name=q></form>", ""],
    ['<a href="https://x.fr">e</a>', '<a href="https://x.fr" target="_blank" rel="noopener noreferrer">e</a>'],
    ["<svg><script>1</script></svg>", ""],
  ])("%j becomes %j", (html, expected) => {
    expect(sanitise(html)).toBe(expected)
  })
})

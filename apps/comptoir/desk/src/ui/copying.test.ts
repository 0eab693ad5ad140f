import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { copyText } from "./copying"
import { notices } from "./toast"

const withClipboard = (clipboard: unknown): void => void vi.stubGlobal("navigator", { ...navigator, clipboard })
let selected: string | undefined

/** What a browser's own copying would take: the text that is selected. */
function oldCopy(works: boolean): void {
  document.execCommand = () => {
    selected = (document.activeElement as HTMLTextAreaElement | null)?.value ?? document.querySelector("textarea")?.value
    return works
  }
}

beforeEach(() => {
  notices.value = []
  selected = undefined
})
afterEach(() => vi.unstubAllGlobals())

describe("a text", () => {
  it("is given to the browser's clipboard", async () => {
    const writeText = vi.fn().mockResolvedValue(undefined)
    withClipboard({ writeText })
    expect([await copyText("INN 7701"), writeText.mock.calls]).toEqual([true, [["INN 7701"]]])
  })

  it("is copied by selection where a page may not ask, and the focus stays", async () => {
    withClipboard(undefined)
    oldCopy(true)
    document.body.innerHTML = "<button>Copy</button>"
    const button = document.querySelector("button")!
    button.focus()
    expect([await copyText("INN 7701"), selected, document.activeElement, document.querySelector("textarea"), notices.value]).toEqual([true, "INN 7701", button, null, []])
  })

  it("that cannot be copied at all is told", async () => {
    withClipboard({ writeText: vi.fn().mockRejectedValue(new Error("denied")) })
    oldCopy(false)
    expect([await copyText("INN 7701"), notices.value.map(({ tone }) => tone)]).toEqual([false, ["error"]])
  })
})

import { beforeEach, describe, expect, it, vi } from "vitest"
import { setLanguage, t } from "@/i18n"
import { notices } from "@/ui/toast"
import { offeredAdded } from "./actions"
import type { FormAction } from "./contract"

const action = (name: string, more: Partial<FormAction> = {}): FormAction => ({ name, label: () => name, run: () => undefined, ...more })
const names = (all: FormAction[], doc = {}, canWrite = true): (string | undefined)[] => offeredAdded(all, "Client", doc, canWrite).map((each) => each.action)

beforeEach(() => {
  notices.value = []
  vi.spyOn(console, "error").mockReturnValue(undefined)
})

describe("actions that scripts add", () => {
  it("stand on the forms of their doctype, or on all", () => {
    expect(names([action("a", { doctype: "Client" }), action("b", { doctype: "Deal" }), action("c")])).toEqual(["a", "c"])
  })

  it("are offered as the document stands", () => {
    const asked = [action("a", { offered: (doc) => doc.status === "Open" }), action("b", { offered: (_, { canWrite }) => canWrite })]
    expect([names(asked, { status: "Open" }), names(asked, { status: "Closed" }), names(asked, {}, false)]).toEqual([["a", "b"], ["b"], []])
  })

  it("are called in the language of the reader", async () => {
    await setLanguage("fr", { Greet: "Saluer", Politeness: "Politesse" })
    const [greet] = offeredAdded([action("x", { label: () => t("Greet"), group: () => t("Politeness") })], "Client", {}, true)
    await setLanguage("en")
    expect([greet?.label, greet?.group]).toEqual(["Saluer", "Politesse"])
  })

  it("are left out, and their fault is told once, where they cannot say whether they are offered", () => {
    const broken = action("acme-broken", { offered: () => { throw new Error("no such thing") } })
    expect([names([broken, action("a")]), names([broken])]).toEqual([["a"], []])
    expect(notices.value.map(({ tone, message }) => [tone, message])).toEqual([["error", "A part of an app does not work (acme-broken): no such thing. The rest of the page does. Please tell whoever looks after the app."]])
  })
})

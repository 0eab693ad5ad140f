import { flushPromises } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { field } from "@/logic/testing"
import { asksFor, Refused, serve } from "../../../tests/server"
import { mountWidget, stored } from "../testing"
import { choiceOf } from "./useLink"

afterEach(() => {
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const FOUND = [{ value: "P-1", label: "Acme", description: "Lyon" }, { value: "P-2", label: "Acme Sons" }]
const link = field("party", "Link", { options: "Party", link_filters: '[["city", "=", "eval:doc.city"]]' })

describe("a link", () => {
  it("searches what is typed, within its filters, and takes the choice", async () => {
    vi.useFakeTimers()
    const log = serve({ "frappe.desk.search.search_link": () => FOUND })
    const wrapper = mountWidget(link, null, { doc: { city: "Lyon" } })
    await wrapper.get("input").setValue("acm")
    await vi.advanceTimersByTimeAsync(300)
    await flushPromises()
    expect(asksFor(log, "search_link").at(-1)?.args).toMatchObject({ doctype: "Party", txt: "acm", filters: '[["city","=","Lyon"]]' })
    expect([...document.querySelectorAll("[role=option]")].map((each) => each.textContent)).toEqual(["AcmeP-1 · Lyon", "Acme SonsP-2"])
    await wrapper.get("input").trigger("keydown", { key: "ArrowDown" })
    await wrapper.get("input").trigger("keydown", { key: "Enter" })
    expect(stored(wrapper)).toEqual(["P-2"])
  })

  it("left without a choice takes the exact match and marks anything else until it is corrected", async () => {
    serve({ "frappe.desk.search.search_link": ({ args }) => (args.txt === "acme" ? FOUND : []) })
    const wrapper = mountWidget(link, null)
    await wrapper.get("input").setValue("acme")
    await wrapper.get("input").trigger("blur")
    await flushPromises()
    expect(stored(wrapper)).toEqual(["P-1"])
    await wrapper.get("input").setValue("nobody")
    await wrapper.get("input").trigger("blur")
    await flushPromises()
    expect(stored(wrapper)).toEqual(["P-1"])
    expect([wrapper.get("input").element.value, wrapper.text()]).toEqual(["nobody", "“nobody” was not found. Choose from the list."])
    await wrapper.get("input").setValue("")
    await wrapper.get("input").trigger("blur")
    expect([stored(wrapper), wrapper.text()]).toEqual([["P-1", null], ""])
  })

  it("shows the text while it is asked for, and why it could not be", async () => {
    let refuse = (_: unknown): void => undefined
    serve({ "frappe.desk.search.search_link": () => new Promise((resolve) => (refuse = resolve)) })
    const wrapper = mountWidget(link, null)
    await wrapper.get("input").setValue("acme")
    await wrapper.get("input").trigger("blur")
    await flushPromises()
    expect([wrapper.get("input").element.value, wrapper.text()]).toEqual(["acme", ""])
    refuse(new Refused(500, { exc_type: "Failed" }))
    await flushPromises()
    expect([wrapper.get("input").element.value, wrapper.text() !== ""]).toEqual(["acme", true])
  })

  it("forgets a text that means nothing where another document is shown", async () => {
    serve({ "frappe.desk.search.search_link": () => [] })
    const wrapper = mountWidget(link, "P-1")
    await wrapper.get("input").setValue("nobody")
    await wrapper.get("input").trigger("blur")
    await flushPromises()
    await wrapper.setProps({ doc: { party: "P-1" } })
    expect([wrapper.get("input").element.value, wrapper.text()]).toEqual(["P-1", ""])
  })

  it("takes nothing that answers to what was typed before, and waits with Enter", async () => {
    vi.useFakeTimers()
    const asked: ((found: unknown) => void)[] = []
    serve({ "frappe.desk.search.search_link": ({ args }) => (args.txt === "a" ? FOUND : new Promise((resolve) => asked.push(resolve))) })
    const wrapper = mountWidget(link, null)
    await wrapper.get("input").setValue("a")
    await vi.advanceTimersByTimeAsync(300)
    await wrapper.get("input").setValue("acme s")
    await wrapper.get("input").trigger("keydown", { key: "Enter" })
    await vi.advanceTimersByTimeAsync(300)
    expect(stored(wrapper)).toEqual([])
    asked[0]?.([FOUND[1]])
    await vi.advanceTimersByTimeAsync(0)
    expect(stored(wrapper)).toEqual(["P-2"])
  })

  it("keeps what was chosen since, whatever answers to an earlier text", async () => {
    const asked: ((found: unknown) => void)[] = []
    serve({ "frappe.desk.search.search_link": ({ args }) => (args.txt === "nobody" ? new Promise((resolve) => asked.push(resolve)) : FOUND) })
    const wrapper = mountWidget(link, null)
    for (const text of ["nobody", "acme"]) {
      await wrapper.get("input").setValue(text)
      await wrapper.get("input").trigger("blur")
      await flushPromises()
    }
    asked[0]?.([])
    await flushPromises()
    expect([stored(wrapper), wrapper.text()]).toEqual([["P-1"], ""])
  })

  it("emptied is no link", async () => {
    serve({ "frappe.desk.search.search_link": () => [] })
    const wrapper = mountWidget(link, "P-1")
    await wrapper.get("input").setValue("")
    await wrapper.get("input").trigger("blur")
    expect(stored(wrapper)).toEqual([null])
  })
})

describe("a choice", () => {
  it("does not say its title or name twice", () => {
    expect(choiceOf({ value: "A", description: "A, B" })).toMatchObject({ label: "A", description: "B" })
    expect(choiceOf({ value: "A-1", label: "A", description: "A, <b>B</b>" })).toMatchObject({ label: "A", description: "A-1 · B" })
  })
})

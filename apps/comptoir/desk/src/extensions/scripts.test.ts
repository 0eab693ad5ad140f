import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { field } from "@/logic/testing"
import { notices } from "@/ui/toast"
import { widgets } from "@/widgets/registry"
import { addedActions, addedWidgets } from "./added"
import { importScripts } from "./scripts"

/** A script as a browser would get it from the server. */
const script = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`
const WIDGET = "desk.addWidget({ name: 'acme-gauge', rank: (field, doctype) => (doctype === 'KPI' && field.fieldtype === 'Percent' ? 5 : -1), component: desk.vue.defineComponent(() => () => desk.vue.h('i')) })"

beforeEach(() => {
  notices.value = []
  vi.spyOn(console, "error").mockReturnValue(undefined)
})

afterEach(() => {
  addedWidgets.length = addedActions.length = 0
})

describe("the scripts of apps", () => {
  it("add widgets, which serve the fields they rank highest for", async () => {
    await importScripts([script(`export default (desk) => { ${WIDGET} }`)])
    expect([widgets.for(field("x", "Percent"), "KPI").name, widgets.for(field("x", "Percent"), "Deal").name, widgets.for(field("x", "Data"), "KPI").name]).toEqual(["acme-gauge", "number", "data"])
  })

  it("run once, however often they are asked for", async () => {
    const address = script("export default (desk) => desk.addAction({ name: 'acme-once', label: () => 'Once', run() {} })")
    await Promise.all([importScripts([address]), importScripts([address, address])])
    await importScripts([address])
    expect([addedActions.map(({ name }) => name), notices.value]).toEqual([["acme-once"], []])
  })

  it.each([
    ["throws", "export default () => { throw new Error('no luck') }", "no luck."],
    ["exports nothing", "export const x = 1", "It exports no function as its default."],
    ["takes a name twice", "export default (desk) => { for (const label of ['A', 'B']) desk.addAction({ name: 'acme-twice', label: () => label, run() {} }) }", '"acme-twice" is added already.'],
  ])("that %s are told, and the others run", async (_, source, told) => {
    const [broken, sound] = [script(source), script(`export default (desk) => desk.addAction({ name: 'acme-${source.length}', label: () => 'Sound', run() {} })`)]
    await importScripts([broken, sound])
    expect(addedActions.map(({ label }) => label())).toContain("Sound")
    expect(notices.value.map(({ message }) => message)).toEqual([`A part of an app does not work (${broken}): ${told} The rest of the page does. Please tell whoever looks after the app.`])
  })
})

describe("a widget that a script added", () => {
  it("yields to the shipped one where it cannot say whether it suits", () => {
    addedWidgets.push({ name: "acme-rankless", rank: () => { throw new Error("no rank") }, component: {} })
    expect([widgets.for(field("x", "Data")).name, notices.value.length]).toEqual(["data", 1])
  })
})

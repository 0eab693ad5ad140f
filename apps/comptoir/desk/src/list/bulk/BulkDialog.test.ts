import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { type Asked, serve } from "../../../tests/server"
import { field, view } from "../logic/testing"
import BulkDialog from "./BulkDialog.vue"

let wrapper: VueWrapper
let log: Asked[]
afterEach(() => {
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

const REFUSED = { bulk: "B-1", action: "edit", status: "done", message: "Changed: 0. Refused: 2.", total: 2, done: 0, refused: 2, results: ["T-1", "T-2"].map((name) => ({ name, done: false, message: "Closed." })), can_undo: false }

/** The dialog with its date field chosen, filled and sent. */
async function change(text: string): Promise<void> {
  log = serve({ "comptoir.desk.bulk.begin": () => REFUSED })
  const rights = { read: true, write: true } as never
  wrapper = mount(BulkDialog, { props: { view: view([field("due", "Date", { label: "Due" })], { rights }), action: "edit", target: { names: ["T-1", "T-2"] }, titleOf: (name: string) => name }, attachTo: document.body })
  await flushPromises()
  const picker = document.querySelector<HTMLInputElement>("[data-test=bulk-field]")!
  picker.click()
  await flushPromises()
  document.querySelector<HTMLElement>("[role=option]")!.click()
  await flushPromises()
  const input = document.querySelector<HTMLInputElement>("[data-field=due] input")!
  input.value = text
  input.dispatchEvent(new Event("input"))
  input.dispatchEvent(new Event("change"))
  await flushPromises()
  document.querySelector("[data-test=bulk-form]")!.dispatchEvent(new Event("submit", { cancelable: true }))
  await flushPromises()
}
const begun = (): Asked[] => log.filter((asked) => asked.path.endsWith("bulk.begin"))

describe("fields changed in many documents", () => {
  it("are checked before anything is sent", async () => {
    await change("99999999")
    expect([begun(), document.querySelector("[data-field=due]")?.textContent]).toEqual([[], expect.stringContaining('Due: "99999999" is not a date.')])
  })

  it("are sent, and what was refused alike is told once", async () => {
    await change("24.12.2026")
    expect(begun().map((asked) => asked.args.detail)).toEqual([{ values: { due: "2026-12-24" } }])
    expect(document.querySelector("[data-test=results]")?.textContent?.replace(/\s+/g, " ")).toBe("Closed.Documents: 2T-1T-2")
  })
})

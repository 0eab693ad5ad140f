import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import FormPage from "@/form/FormPage.vue"
import { doctype, field } from "@/logic/testing"
import { loadBoot, switchLanguage } from "@/stores/session"
import { answer as answerQuestion, question } from "@/ui/confirm"
import type { Document, MetaBundle } from "@/types"
import { notices } from "@/ui/toast"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const THING = doctype("Thing", [
  field("subject", "Data", { label: "Subject", reqd: 1 }),
  field("status", "Select", { label: "Status", options: "Open\nLost" }),
  field("reason", "Data", { label: "Reason", depends_on: "eval:doc.status == 'Lost'", mandatory_depends_on: "eval:doc.status == 'Lost'" }),
  field("email", "Data", { label: "E-mail", options: "Email", description: "Where to write" }),
  field("computed", "Int", { label: "Computed", read_only: 1 }),
], { title_field: "subject", is_submittable: 1 })
const ACTIONS = [
  { label: "Close", action_type: "Server Action", action: "close", depends_on: "eval:doc.status == 'Open'", message: "Closed with {left} left.", arguments: [field("reason", "Data", { label: "Why", reqd: 1 }), field("quiet", "Check", { label: "Quietly", default: "1" })] },
  { label: "Look", action_type: "Server Action", action: "app.thing.look", no_reload: 1 as const, open_doctype: "Thing", arguments: [] },
]
const SAVED: Document = { doctype: "Thing", name: "T-1", subject: "First", status: "Open", computed: 7, docstatus: 0, modified: "2026-07-25 10:00:00.000000", owner: "anna@example.com" }
const BOOT = {
  user: "anna@example.com", lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret",
  modules: [{ name: "M", label: "Module", doctypes: [{ name: "Thing", label: "Thing", can_create: true, can_read: true }] }],
}
const body = (content: unknown, status = 200): Refused => new Refused(status, content)
const loaded = (doc: Document): Refused => body({ docs: [doc], docinfo: { attachments: [], versions: [], assignments: [] }, _link_titles: {} })

let router: Router
let wrapper: VueWrapper
let log: Asked[]

async function open(path: string, answers: Answers = {}): Promise<void> {
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.new": () => ({ doctype: "Thing", name: "new-thing-1", status: "Open" }),
    "frappe.desk.form.load.getdoc": () => loaded(SAVED),
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const page = { components: { FormPage }, template: `<FormPage doctype="Thing" :name="$route.params.name" />` }
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/", name: "home", component: blank }, { path: "/:slug", name: "list", component: blank },
      { path: "/:slug/new", name: "new", component: page }, { path: "/:slug/:name", name: "form", component: page },
    ],
  })
  await router.push(path)
  wrapper = mount({ template: "<RouterView />" }, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const input = (fieldname: string) => wrapper.get<HTMLInputElement>(`[data-field=${fieldname}] input`)
const saves = (): Asked[] => log.filter((asked) => ["POST", "PUT"].includes(asked.method) && asked.path.startsWith("/api/resource"))
const pressSave = async (): Promise<void> => {
  dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }))
  await flushPromises()
}

const CLOSE = "POST /api/v2/document/Thing/T-1/method/close"
const button = (label: string): HTMLButtonElement => [...document.querySelectorAll("button")].find((each) => each.textContent?.trim() === label)!
const dialog = (): HTMLElement => document.querySelector<HTMLElement>("[role=dialog]")!

/** A saved document with two actions and a button among its fields. */
async function openWithActions(answers: Answers = {}): Promise<void> {
  const meta = { ...THING, actions: ACTIONS, fields: [...THING.fields, field("again", "Button", { label: "Again", options: "repeat" })] }
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: media.startsWith("(min-width"), addEventListener: () => undefined, removeEventListener: () => undefined }))
  await open("/thing/T-1", { "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: meta, children: {} }), ...answers })
}

async function askToClose(reason: string): Promise<void> {
  button("Close").click()
  await flushPromises()
  const why = dialog().querySelector<HTMLInputElement>("input:not([type=checkbox])")!
  why.value = reason
  why.dispatchEvent(new Event("input"))
  why.dispatchEvent(new Event("change"))
  await flushPromises()
}

beforeEach(() => {
  forgetMeta()
  localStorage.clear()
})
afterEach(() => {
  answerQuestion(false)
  wrapper.unmount()
  document.body.innerHTML = ""
  vi.unstubAllGlobals()
})

describe("a saved document", () => {
  it("speaks another language at once, and keeps what was typed", async () => {
    let lang = "en"
    const french = doctype("Thing", [field("subject", "Data", { label: "Objet" })], { title_field: "subject" })
    await open("/thing/T-1", {
      "comptoir.desk.api.boot": () => ({ ...BOOT, lang }),
      "comptoir.desk.api.set_lang": ({ args }) => void (lang = String(args.lang)),
      "comptoir.desk.api.meta": () => ({ doctype: lang === "fr" ? french : THING, children: {} }),
    })
    await input("subject").setValue("Typed")
    await switchLanguage("fr")
    await flushPromises()
    expect([wrapper.get("[data-field=subject] label").text(), input("subject").element.value]).toEqual(["Objet", "Typed"])
    await switchLanguage("en")
  })

  it("is shown by its title, with read-only values as text and labels bound to inputs", async () => {
    await open("/thing/T-1")
    expect(wrapper.get("[data-test=form-title]").text()).toBe("First")
    expect(wrapper.get("[data-field=computed]").find("input").exists()).toBe(false)
    expect(wrapper.get("[data-field=computed] output").text()).toBe("7")
    expect(wrapper.get("[data-field=email] label").attributes("for")).toBe(input("email").attributes("id"))
    expect(document.getElementById(input("email").attributes("aria-describedby")!)?.textContent).toBe("Where to write")
  })

  it("counts changes and sends only them, with the version they were made on", async () => {
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": ({ args }) => body({ data: { ...SAVED, ...args, modified: "2026-07-25 11:00:00.000000" } }) })
    await input("subject").setValue("Second")
    expect(wrapper.get("[data-test=save-state]").text()).toBe("1 change, Ctrl+S")
    await pressSave()
    expect(saves().map((asked) => asked.args)).toEqual([{ subject: "Second", modified: SAVED.modified }])
    expect(wrapper.get("[data-test=save-state]").text()).toMatch(/^Saved/)
  })

  it("is saved once however often one clicks", async () => {
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": ({ args }) => body({ data: { ...SAVED, ...args } }) })
    await input("subject").setValue("Second")
    const button = wrapper.get("[data-test=primary-action]")
    void button.trigger("click")
    void button.trigger("click")
    void pressSave()
    await flushPromises()
    expect(saves()).toHaveLength(1)
  })

  it("shows and requires what depends on other values at once", async () => {
    await open("/thing/T-1")
    expect(wrapper.find("[data-field=reason]").exists()).toBe(false)
    await wrapper.get("[data-field=status] select").setValue("Lost")
    expect(input("reason").attributes("aria-required")).toBe("true")
  })

  it("that is not right is not sent; the problem stands at the field and at the top, and leads there", async () => {
    await open("/thing/T-1")
    await input("subject").setValue("")
    await pressSave()
    expect(saves()).toEqual([])
    expect(wrapper.get("[data-field=subject]").text()).toContain("Subject is mandatory.")
    expect(input("subject").attributes("aria-invalid")).toBe("true")
    input("email").element.focus()
    await wrapper.get("[data-test=form-problems] li button").trigger("click")
    await flushPromises()
    expect(document.activeElement).toBe(input("subject").element)
  })

  it("shows what the server refuses at its field, until that is changed", async () => {
    const refusal = body({ exc_type: "ValidationError", exception: "x: Taken.", _field_errors: [{ fieldname: "subject", message: "This subject is taken." }] }, 417)
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => refusal })
    await input("subject").setValue("Second")
    await pressSave()
    expect(wrapper.get("[data-field=subject]").text()).toContain("This subject is taken.")
    await input("subject").setValue("Third")
    expect(wrapper.get("[data-field=subject]").text()).not.toContain("taken")
  })

  it("says at the top what is still refused, and nothing of what was corrected", async () => {
    const problems = [{ fieldname: "subject", message: "This subject is taken." }, { fieldname: "email", message: "This address bounces." }]
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => body({ exc_type: "ValidationError", exception: "x: This subject is taken.", _field_errors: problems }, 417) })
    const banner = (): string => wrapper.find("[data-test=form-problems]").exists() ? wrapper.get("[data-test=form-problems]").text() : ""
    await input("subject").setValue("Second")
    await pressSave()
    expect(banner()).toMatch(/^Not saved yet.*This subject is taken\..*This address bounces\.$/)
    expect(banner().split("taken")).toHaveLength(2)
    await input("subject").setValue("Third")
    expect(banner()).toMatch(/^Not saved yet.*This address bounces\.$/)
    await input("email").setValue("a@b.fr")
    expect(banner()).toBe("")
  })

  it("that was refused says at the next try what is wrong now, and what no field is shown for is brought into view", async () => {
    const seen = vi.spyOn(Element.prototype, "scrollIntoView")
    await open("/thing/T-1", { "PUT /api/resource/Thing/T-1": () => body({ exc_type: "ValidationError", exception: "x: T-2 exists.", _field_errors: [{ fieldname: "name", message: "T-2 exists." }] }, 417) })
    await input("subject").setValue("Second")
    await pressSave()
    expect(seen.mock.instances).toContain(wrapper.get("[data-test=form-problems]").element)
    await input("subject").setValue("")
    await pressSave()
    expect(wrapper.get("[data-test=form-problems]").text()).toMatch(/^Not saved yet/)
    seen.mockRestore()
  })

  it("changed by somebody else is reloaded with one's own changes on top", async () => {
    const theirs = { ...SAVED, email: "new@example.com", modified: "2026-07-25 12:00:00.000000" }
    let present = SAVED
    await open("/thing/T-1", {
      "frappe.desk.form.load.getdoc": () => loaded(present),
      "PUT /api/resource/Thing/T-1": () => body({ exc_type: "TimestampMismatchError" }, 417),
    })
    await input("subject").setValue("Mine")
    present = theirs
    await pressSave()
    const keep = [...document.querySelectorAll("button")].find((button) => button.textContent?.includes("keep my changes"))
    keep?.click()
    await flushPromises()
    expect([input("subject").element.value, input("email").element.value]).toEqual(["Mine", "new@example.com"])
    expect(wrapper.get("[data-test=save-state]").text()).toBe("1 change, Ctrl+S")
  })

  it("is not left with changes unasked", async () => {
    await open("/thing/T-1")
    await input("subject").setValue("Second")
    const going = router.push("/")
    await flushPromises()
    expect(question.value?.title).toBe("Leave without saving?")
    answerQuestion(false)
    await going
    expect(router.currentRoute.value.path).toBe("/thing/T-1")
  })
})

describe("a new document", () => {
  it("takes values from the address, is created and moves to its own address", async () => {
    await open("/thing/new?email=a@b.fr", { "POST /api/resource/Thing": ({ args }) => body({ data: { ...args, name: "T-9", modified: "2026-07-25 10:00:00.000000" } }) })
    expect(input("email").element.value).toBe("a@b.fr")
    await input("subject").setValue("Ninth")
    await pressSave()
    expect(saves()[0]?.args).toMatchObject({ subject: "Ninth", email: "a@b.fr", status: "Open" })
    expect(saves()[0]?.args.name).toBe(undefined)
    expect(router.currentRoute.value.path).toBe("/thing/T-9")
  })
})

describe("a link that is typed and not chosen", () => {
  const PARTY = field("party", "Link", { label: "Party", options: "Party" })
  const TAGS = field("parties", "Table MultiSelect", { label: "Parties", options: "Thing Party" })
  const UNFOUND = "“nobody” was not found. Choose from the list."
  const ROW = doctype("Thing Party", [field("party", "Link", { options: "Party" })])
  let answers: (() => void)[] = []

  /** The server takes its time to say what a text means. */
  const found: Answers = {
    "frappe.desk.search.search_link": ({ args }) => new Promise((resolve) => answers.push(() => resolve(args.txt === "acme" ? [{ value: "P-1", label: "Acme" }] : []))),
    "PUT /api/resource/Thing/T-1": ({ args }) => body({ data: { ...SAVED, ...args, modified: "2026-07-25 11:00:00.000000" } }),
  }
  const openWithLinks = (): Promise<void> => open("/thing/T-1", { "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: { ...THING, fields: [...THING.fields, PARTY, TAGS] }, children: { "Thing Party": ROW } }), ...found })
  const answer = async (): Promise<void> => {
    for (const each of answers.splice(0)) each()
    await flushPromises()
  }
  async function type(box: HTMLInputElement, text: string): Promise<void> {
    box.focus()
    box.value = text
    box.dispatchEvent(new Event("input"))
    await flushPromises()
  }
  beforeEach(() => void (answers = []))

  it.each([["party", "P-1"], ["parties", [{ doctype: "Thing Party", party: "P-1", idx: 1 }]]])("is waited for by a save: %s", async (fieldname, value) => {
    await openWithLinks()
    await type(input(fieldname).element, "acme")
    await pressSave()
    expect(saves()).toEqual([])
    await answer()
    expect(saves()[0]?.args).toMatchObject({ [fieldname]: value })
  })

  it.each(["party", "parties"])("refuses a save where it means nothing, until it is corrected: %s", async (fieldname) => {
    await openWithLinks()
    await input("subject").setValue("Second")
    await type(input(fieldname).element, "nobody")
    await pressSave()
    await answer()
    expect(saves()).toEqual([])
    expect(wrapper.get(`[data-field=${fieldname}]`).text().split(UNFOUND)).toHaveLength(2)
    expect(wrapper.get("[data-test=form-problems]").text()).toContain(UNFOUND)
    await type(input(fieldname).element, "")
    await pressSave()
    expect(saves().map((asked) => asked.args.subject)).toEqual(["Second"])
    expect(wrapper.text()).not.toContain(UNFOUND)
  })

  it("that means nothing is flagged when it is left", async () => {
    await openWithLinks()
    await type(input("party").element, "nobody")
    input("party").element.blur()
    await flushPromises()
    expect(input("party").element.value).toBe("nobody")
    await answer()
    expect([input("party").element.value, input("party").attributes("aria-invalid")]).toEqual(["nobody", "true"])
    expect(wrapper.get("[data-field=party]").text().split(UNFOUND)).toHaveLength(2)
    expect(wrapper.find("[data-test=form-problems]").exists()).toBe(false)
  })

  it("is told of where nothing else was changed", async () => {
    await openWithLinks()
    await type(input("party").element, "nobody")
    await pressSave()
    await answer()
    expect(wrapper.get("[data-test=form-problems]").text()).toContain(UNFOUND)
  })

  it("is waited for by an action, which is refused where it means nothing", async () => {
    await openWithActions({ ...found, [CLOSE]: () => body({ message: { left: 1 }, docs: [SAVED] }), "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: { ...THING, actions: [{ ...ACTIONS[0]!, arguments: [PARTY] }] }, children: {} }) })
    const runs = (): Asked[] => log.filter((asked) => asked.path.endsWith("/close"))
    button("Close").click()
    await flushPromises()
    const send = async (text: string): Promise<void> => {
      await type(dialog().querySelector("input")!, text)
      document.querySelector("[data-test=action-form]")!.dispatchEvent(new Event("submit", { cancelable: true }))
      await flushPromises()
      expect(runs()).toEqual([])
      await answer()
    }
    await send("nobody")
    expect([runs(), dialog().textContent?.split(UNFOUND).length]).toEqual([[], 2])
    await send("acme")
    expect(runs().map((asked) => asked.args)).toMatchObject([{ party: "P-1" }])
  })
})

describe("a cell of a table", () => {
  it("keeps what is typed and cannot be read, and says so at once", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ matches: media.startsWith("(min-width"), addEventListener: () => undefined, removeEventListener: () => undefined }))
    const LINE = doctype("Line", [field("qty", "Int", { label: "Quantity", in_list_view: 1 }), field("rate", "Currency", { label: "Rate", in_list_view: 1 }), field("due", "Date", { label: "Due", in_list_view: 1 })])
    const meta = { ...THING, fields: [...THING.fields, field("lines", "Table", { label: "Lines", options: "Line" })] }
    await open("/thing/T-1", {
      "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: meta, children: { Line: LINE } }),
      "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, lines: [{ doctype: "Line", name: "L-1", idx: 1, qty: 1, rate: 2 }] }),
    })
    for (const at of ["0-0", "0-1", "0-2"]) {
      const cell = (): HTMLElement => wrapper.get<HTMLElement>(`[data-cell="${at}"]`).element
      cell().focus()
      await flushPromises()
      cell().dispatchEvent(new KeyboardEvent("keydown", { key: "L", bubbles: true, cancelable: true }))
      await flushPromises()
      const box = cell().querySelector("input")!
      box.value = "Line 5"
      box.dispatchEvent(new Event("input"))
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true }))
      await flushPromises()
      expect(cell().textContent).toContain("Line 5")
      expect(cell().title).toMatch(/must be a (whole )?number|is not a date/)
    }
  })
})

describe("what a link offers", () => {
  const SOLD = { ...THING, offers: ["client"], fields: [...THING.fields, field("client", "Link", { label: "Client", options: "Client" }), field("percent", "Percent", { label: "Discount" })] }
  const PERCENT: Record<string, number> = { A: 5, B: 7.5 }
  const hold: Record<string, Promise<void>> = {}
  const percent = (): string => input("percent").element.value

  async function choose(client: string): Promise<void> {
    await input("client").setValue(client)
    await input("client").trigger("blur")
    await flushPromises()
  }

  async function openNew(): Promise<void> {
    await open("/thing/new", {
      "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: SOLD, children: {} }),
      "frappe.desk.search.search_link": ({ args }) => [{ value: args.txt }],
      "comptoir.desk.api.fetch_values": async ({ args }) => {
        await hold[String(args.value)]
        return { percent: PERCENT[String(args.value)] }
      },
    })
  }

  it("stands in its field at once, and follows the link until somebody enters another", async () => {
    await openNew()
    await choose("A")
    expect(percent()).toBe("5")
    await choose("B")
    expect(percent()).toBe("7.5")
    await input("percent").setValue("6")
    await choose("A")
    expect(percent()).toBe("6")
  })

  it("is that of the last choice, also where the one before had not answered", async () => {
    let answer = (): void => undefined
    hold.B = new Promise((resolve) => (answer = resolve))
    await openNew()
    await choose("A")
    await choose("B")
    await choose("C")
    answer()
    await flushPromises()
    expect(Number(percent())).toBe(0)
    delete hold.B
  })
})

describe("a submitted document", () => {
  it("is text throughout, and says so", async () => {
    await open("/thing/T-1", { "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, docstatus: 1 }) })
    expect(wrapper.findAll("[data-field] input, [data-field] select")).toHaveLength(0)
    expect(wrapper.text()).toContain("Submitted. It can be cancelled, but not changed.")
    expect(wrapper.find("[data-test=primary-action]").exists()).toBe(false)
  })

  it("says that some of its fields are still open", async () => {
    const shown = async (cancel: boolean): Promise<string> => {
      forgetMeta()
      const fields = THING.fields.map((each, at) => (at ? each : { ...each, allow_on_submit: 1 as const }))
      const meta = { ...THING, fields: [...fields, field("remarks", "Data", { allow_on_submit: 1 })], rights: { ...THING.rights, cancel } }
      await open("/thing/T-1", { "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: meta, children: {} }), "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, docstatus: 1 }) })
      const text = wrapper.text()
      wrapper.unmount()
      return text
    }
    expect(await shown(false)).toContain("Submitted. Only fields in a frame can still be changed.")
    expect(await shown(true)).toContain("It can be cancelled; of its fields, only those in a frame")
  })

  it("does not speak of what one may not do with it", async () => {
    const meta = { ...THING, rights: { ...THING.rights, cancel: false, amend: false, create: false } }
    const shown = async (docstatus: number): Promise<string> => {
      forgetMeta()
      await open("/thing/T-1", { "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: meta, children: {} }), "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, docstatus }) })
      const text = wrapper.text()
      wrapper.unmount()
      return text
    }
    const submitted = await shown(1)
    expect(submitted).toContain("Submitted. It cannot be changed any more.")
    expect(submitted).not.toContain("can be cancelled")
    const cancelled = await shown(2)
    expect(cancelled).toContain("Cancelled. It counts for nothing any more.")
    expect(cancelled).not.toContain("amend it")
  })
})

describe("an action", () => {
  it("asks for its arguments, runs once however often one clicks, says what came of it and loads the document again", async () => {
    let present = SAVED
    await openWithActions({ "frappe.desk.form.load.getdoc": () => loaded(present), [CLOSE]: () => ((present = { ...SAVED, status: "Lost" }), body({ data: { left: 2 } })) })
    await askToClose("Sold")
    const run = dialog().querySelector<HTMLButtonElement>("[data-test=run-action]")!
    run.click()
    run.click()
    await flushPromises()
    expect(asksFor(log, "method/close").map((asked) => asked.args)).toEqual([{ reason: "Sold", quiet: 1 }])
    expect(notices.value.at(-1)?.message).toBe("Closed with 2 left.")
    expect(wrapper.get<HTMLSelectElement>("[data-field=status] select").element.value).toBe("Lost")
    expect(button("Close")).toBe(undefined)
  })

  it("begins with what the document says already: left as it is, that is not lost", async () => {
    await openWithActions({ "frappe.desk.form.load.getdoc": () => loaded({ ...SAVED, reason: "Typed before" }), [CLOSE]: () => body({ data: { left: 0 } }) })
    button("Close").click()
    await flushPromises()
    dialog().querySelector<HTMLButtonElement>("[data-test=run-action]")!.click()
    await flushPromises()
    expect(asksFor(log, "method/close").map((asked) => asked.args)).toEqual([{ reason: "Typed before", quiet: 1 }])
  })

  it("is not sent while something is missing, and shows the sentence of a refusal in its dialog", async () => {
    await openWithActions({ [CLOSE]: () => body({ errors: [{ type: "ValidationError", message: "It is closed already." }] }, 417) })
    button("Close").click()
    await flushPromises()
    dialog().querySelector<HTMLButtonElement>("[data-test=run-action]")!.click()
    await flushPromises()
    expect(asksFor(log, "method/close")).toEqual([])
    expect(dialog().textContent).toContain("Why is mandatory.")
    await askToClose("Sold")
    dialog().querySelector<HTMLButtonElement>("[data-test=run-action]")!.click()
    await flushPromises()
    expect(dialog().querySelector("[role=alert]")?.textContent).toBe("It is closed already.")
  })

  it("that only looks is given the document as it stands, unsaved, and opens what it names", async () => {
    await openWithActions({ "app.thing.look": () => "T-7" })
    await input("subject").setValue("Changed")
    button("Look").click()
    await flushPromises()
    answerQuestion(true)
    await flushPromises()
    expect(asksFor(log, "app.thing.look")[0]?.args.doc).toMatchObject({ doctype: "Thing", name: "T-1", subject: "Changed" })
    expect(saves()).toEqual([])
    expect(router.currentRoute.value.path).toBe("/thing/T-7")
  })
})

describe("a button among the fields", () => {
  it("saves what is not saved and runs its method", async () => {
    await openWithActions({ "PUT /api/resource/Thing/T-1": ({ args }) => body({ data: { ...SAVED, ...args } }), "POST /api/v2/document/Thing/T-1/method/repeat": () => body({ data: null }) })
    await input("subject").setValue("Changed")
    button("Again").click()
    await flushPromises()
    expect(log.filter((asked) => asked.method !== "GET").map((asked) => asked.path)).toEqual(["/api/resource/Thing/T-1", "/api/v2/document/Thing/T-1/method/repeat"])
  })

  it("is at rest on a new document", async () => {
    const meta = { ...THING, fields: [field("again", "Button", { label: "Again", options: "repeat" })] }
    await open("/thing/new", { "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: meta, children: {} }) })
    expect(button("Again").disabled).toBe(true)
  })
})

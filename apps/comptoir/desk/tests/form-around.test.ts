import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"
import { forgetMeta } from "@/composables/useMeta"
import FormPage from "@/form/FormPage.vue"
import { doctype, field } from "@/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocInfo, Document, MetaBundle } from "@/types"
import { answer as answerQuestion } from "@/ui/confirm"
import { notices } from "@/ui/toast"
import { Refused, asksFor, serve, type Answers, type Asked } from "./server"

const ANNA = "anna@example.com"
const BEN = "ben@example.com"
const THING = doctype("Thing", [field("subject", "Data", { label: "Subject" })], { title_field: "subject" })
const SAVED: Document = { doctype: "Thing", name: "T-1", subject: "First", docstatus: 0, owner: BEN, creation: "2026-07-24 10:00:00", modified: "2026-07-25 10:00:00" }
const BOOT = { user: ANNA, lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "x", modules: [] }
const INFO: DocInfo = {
  permissions: { read: 1, write: 1, share: 1 }, attachments: [], tags: "", assignments: [], shared: [],
  versions: Array.from({ length: 20 }, (_, index) => ({ name: `v${index}`, owner: BEN, creation: `2026-07-25 09:${10 + index}:00`, data: JSON.stringify({ changed: [["subject", `${index}`, `${index + 1}`]] }) })),
  comments: [{ name: "c-1", owner: ANNA, creation: "2026-07-25 11:00:00", content: "<p>Mine</p>" }, { name: "c-2", owner: BEN, creation: "2026-07-25 12:00:00", content: "<p>Theirs</p>" }],
  user_info: { [ANNA]: { fullname: "Anna" }, [BEN]: { fullname: "Ben" } },
}
// The editor needs a layout, which there is none of here; what it gives is markup.
vi.mock("@/form/timeline/RichRemark.vue", () => ({
  default: {
    props: ["first"], emits: ["change", "send"], methods: { clear: () => undefined },
    template: `<textarea data-test="rich" :value="first" @input="$emit('change', $event.target.value)" @keydown.ctrl.enter="$emit('send')" />`,
  },
}))

/** The page of the timeline that follows `after` of these: fifteen at a time, as far as the kinds go. */
function pageOf({ comments, versions }: DocInfo, { kinds, after }: Record<string, unknown>): unknown {
  const told = [...comments.map((each) => ({ ...each, source: "Comment", comment_type: "Comment" })), ...versions.map((each) => ({ ...each, source: "Version" }))]
  const wanted = told.filter((each) => each.source === "Comment" || !String(kinds ?? "").includes("comments")).sort((one, other) => other.creation.localeCompare(one.creation))
  const start = Number(after ?? 0)
  return { entries: wanted.slice(start, start + 15), next: wanted.length > start + 15 ? String(start + 15) : null, user_info: INFO.user_info }
}
const body = (content: unknown, status = 200): Refused => new Refused(status, content)

let wrapper: VueWrapper
let log: Asked[]
let info: DocInfo

async function open(answers: Answers = {}): Promise<void> {
  info = INFO
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: media.startsWith("(min-width"), addEventListener: () => undefined, removeEventListener: () => undefined }))
  log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "frappe.desk.form.load.getdoc": () => body({ docs: [SAVED], docinfo: info, _link_titles: {} }),
    "comptoir.desk.timeline.page": ({ args }) => pageOf(info, args),
    "comptoir.desk.mentioning.colleagues": () => [{ name: BEN, full_name: "Ben" }],
    "frappe.desk.doctype.tag.tag.get_tags": () => [],
    ...answers,
  })
  await loadBoot()
  const page = { components: { FormPage }, template: `<FormPage doctype="Thing" name="T-1" />` }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: page }, { path: "/:slug", name: "list", component: page }, { path: "/:slug/:name", name: "form", component: page }] })
  await router.push("/")
  wrapper = mount({ template: "<RouterView />" }, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

const said = (): string[] => wrapper.findAll("[data-test=comment]").map((each) => each.text())
const byLabel = (label: string): HTMLElement => document.querySelector<HTMLElement>(`[aria-label="${label}"]`)!
const pressed = async (element: HTMLElement): Promise<void> => {
  element.click()
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

describe("a comment", () => {
  it("is sent once with Ctrl+Enter, as text and not as markup, and appears at the top", async () => {
    await open({ "frappe.desk.form.utils.add_comment": ({ args }) => ((info = { ...INFO, comments: [{ name: "c-3", owner: ANNA, creation: "2026-07-25 13:00:00", content: String(args.content) }, ...INFO.comments] }), {}) })
    const area = wrapper.get<HTMLTextAreaElement>("[data-test=comment-input]")
    await area.setValue("a <b> c\nsecond")
    void area.trigger("keydown", { key: "Enter", ctrlKey: true })
    void area.trigger("keydown", { key: "Enter", ctrlKey: true })
    await flushPromises()
    expect(asksFor(log, "add_comment").map((asked) => asked.args)).toEqual([{ reference_doctype: "Thing", reference_name: "T-1", content: "<p>a &lt;b&gt; c<br>second</p>", comment_email: ANNA, comment_by: ANNA }])
    expect(said()[0]).toContain("a <b> c")
    expect(area.element.value).toBe("")
  })

  it("that is refused stays in the input, and the refusal is told", async () => {
    await open({ "frappe.desk.form.utils.add_comment": () => body({ exc_type: "PermissionError", message: "You may not comment here." }, 403) })
    await wrapper.get("[data-test=comment-input]").setValue("Hello")
    await pressed(wrapper.get<HTMLElement>("[data-test=comment-send]").element)
    expect(notices.value.at(-1)?.message).toBe("You may not comment here.")
    expect(wrapper.get<HTMLTextAreaElement>("[data-test=comment-input]").element.value).toBe("Hello")
  })

  it("of one's own can be edited and deleted, that of somebody else cannot", async () => {
    await open({ "frappe.desk.form.utils.update_comment": () => null, "frappe.client.delete": () => null, "frappe.client.get_value": () => ({ content: "<p>Mine, changed</p>" }) })
    expect(document.querySelectorAll('[aria-label="Edit the comment"]')).toHaveLength(1)
    await pressed(byLabel("Edit the comment"))
    const area = wrapper.get<HTMLTextAreaElement>("[data-test=comment] [data-test=rich]")
    expect(area.element.value).toBe("<p>Mine</p>")
    await area.setValue("<p>Mine, changed</p>")
    await area.trigger("keydown", { key: "Enter", ctrlKey: true })
    await flushPromises()
    await pressed(byLabel("Delete the comment"))
    answerQuestion(true)
    await flushPromises()
    expect([asksFor(log, "update_comment")[0]?.args, asksFor(log, "client.delete")[0]?.args]).toEqual([{ name: "c-1", content: "<p>Mine, changed</p>" }, { doctype: "Comment", name: "c-1" }])
  })
})

describe("the timeline", () => {
  it("shows the newest first and the older on demand", async () => {
    await open()
    const rows = (): string[] => wrapper.findAll("[data-test=timeline] ol > li").map((each) => each.text())
    expect([rows().length, rows()[0]?.includes("Theirs"), rows()[2]?.replace(/ · .*Subject/, " Subject")]).toEqual([15, true, "Ben changed this Subject: 19 → 20"])
    await wrapper.get("[data-test=earlier]").trigger("click")
    await flushPromises()
    expect([rows().length, rows().at(-1)?.startsWith("Ben created this"), wrapper.find("[data-test=earlier]").exists()]).toEqual([23, true, false])
  })

  it("can be asked for comments alone", async () => {
    await open()
    const choice = wrapper.findAll("[data-test=timeline] header button").find((each) => each.text() === "Comments")!
    await choice.trigger("click")
    await flushPromises()
    expect([wrapper.findAll("[data-test=timeline] ol > li").length, choice.attributes("aria-pressed")]).toEqual([2, "true"])
  })
})

describe("the side panel", () => {
  it("assigns to oneself and to others, and takes the assignment back", async () => {
    await open({ "frappe.desk.form.assign_to.add": () => ((info = { ...INFO, assignments: [{ name: "t", owner: ANNA }] }), []), "frappe.desk.form.assign_to.remove": () => [], "frappe.desk.form.assign_to.close": () => [] })
    await pressed([...document.querySelectorAll<HTMLElement>("button")].find((each) => each.textContent === "Assign to me")!)
    expect(asksFor(log, "assign_to.add")[0]?.args).toEqual({ doctype: "Thing", name: "T-1", assign_to: [ANNA] })
    expect(wrapper.get("[data-test=panel-assigned]").text()).toContain("Anna")
    await pressed([...document.querySelectorAll<HTMLElement>("[data-test=panel-assigned] button")].find((each) => each.textContent === "Done")!)
    await pressed(byLabel("Remove Anna"))
    expect([asksFor(log, "assign_to.close")[0]?.args, asksFor(log, "assign_to.remove")[0]?.args]).toEqual([{ doctype: "Thing", name: "T-1", assign_to: ANNA }, { doctype: "Thing", name: "T-1", assign_to: ANNA }])
  })

  it("marks with tags, once however the input is left", async () => {
    await open({ "frappe.desk.doctype.tag.tag.add_tag": ({ args }) => ((info = { ...INFO, tags: String(args.tag) }), args.tag), "frappe.desk.doctype.tag.tag.remove_tag": () => null })
    const input = wrapper.get<HTMLInputElement>('[aria-label="Add a tag"]')
    await input.setValue("vip")
    void wrapper.get("[data-test=panel-tags] form").trigger("submit")
    void input.trigger("blur")
    await flushPromises()
    expect(asksFor(log, "add_tag").map((asked) => asked.args)).toEqual([{ tag: "vip", dt: "Thing", dn: "T-1" }])
    await pressed(byLabel("Remove vip"))
    expect(asksFor(log, "remove_tag")[0]?.args).toEqual({ tag: "vip", dt: "Thing", dn: "T-1" })
  })

  it("shows with whom the document is shared and what they may do", async () => {
    await open()
    expect(wrapper.get("[data-test=panel-shared]").text()).toContain("Only those whose role allows it")
    wrapper.unmount()
    await open({ "frappe.desk.form.load.getdoc": () => body({ docs: [SAVED], docinfo: { ...INFO, permissions: { read: 1 }, shared: [{ name: "s", user: BEN, read: 1, write: 1 }, { name: "e", everyone: 1, read: 1 }] } }) })
    expect(wrapper.findAll("[data-test=panel-shared] li").map((row) => row.findAll("span[title], span.text-sm").map((each) => each.text()))).toEqual([["Ben", "Change"], ["Everyone", "Read"]])
    expect(document.querySelector("[data-test=panel-shared] button")).toBe(null)
  })
})

describe("a like", () => {
  it("is counted at once and taken back where it is refused", async () => {
    let settle: (value: unknown) => void = () => undefined
    await open({ "frappe.desk.like.toggle_like": () => new Promise((resolve) => (settle = resolve)) })
    const star = wrapper.get("[data-test=like]")
    await star.trigger("click")
    expect([star.text(), star.attributes("aria-pressed")]).toEqual(["1", "true"])
    await flushPromises()
    settle(body({ exc_type: "PermissionError", message: "No." }, 403))
    await flushPromises()
    expect([star.text(), star.attributes("aria-pressed"), asksFor(log, "toggle_like")[0]?.args.add]).toEqual(["", "false", "Yes"])
  })
})

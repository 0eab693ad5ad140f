/** A form on the screen, over a doctype that stands for any other. */
import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { createMemoryHistory, createRouter, type Router } from "vue-router"
import FormPage from "@/form/FormPage.vue"
import { doctype, field } from "@/logic/testing"
import { loadBoot } from "@/stores/session"
import type { DocInfo, Document, MetaBundle } from "@/types"
import { Refused, serve, type Answers, type Asked } from "./server"

export const THING = doctype("Thing", [field("subject", "Data", { label: "Subject" }), field("note", "Data", { label: "Note" })], { title_field: "subject", allow_rename: 1, links: [{ link_doctype: "Thing", link_fieldname: "note" }] })
export const SAVED: Document = { doctype: "Thing", name: "T-1", subject: "First", note: "", docstatus: 0, modified: "2026-07-25 10:00:00.000000" }
export const INFO: DocInfo = { permissions: {}, attachments: [], comments: [], versions: [], assignments: [], tags: "", shared: [] }
export const USER = "anna@example.com"
const BOOT = {
  user: USER, lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret",
  modules: [{ name: "M", label: "Module", doctypes: [{ name: "Thing", label: "Thing", can_create: true, can_read: true }] }],
}

export interface Open {
  router: Router
  wrapper: VueWrapper
  log: Asked[]
}

export const loaded = (doc: Document, docinfo: Partial<DocInfo> = {}): Refused => new Refused(200, { docs: [doc], docinfo: { ...INFO, ...docinfo }, _link_titles: {} })

export async function openThing(path: string, answers: Answers = {}): Promise<Open> {
  const log = serve({
    "comptoir.desk.api.boot": () => BOOT,
    "comptoir.desk.api.meta": (): MetaBundle => ({ doctype: THING, children: {} }),
    "comptoir.desk.api.new": () => ({ doctype: "Thing", name: "new-thing-1" }),
    "frappe.desk.form.load.getdoc": ({ args }) => loaded({ ...SAVED, name: String(args.name) }),
    ping: () => "pong",
    "comptoir.desk.linked.overview": () => [],
    ...answers,
  })
  await loadBoot()
  const blank = { template: "<div />" }
  const page = { components: { FormPage }, template: `<FormPage doctype="Thing" :name="$route.params.name" />` }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/login", name: "login", component: blank }, { path: "/:slug", name: "list", component: blank }, { path: "/:slug/new", name: "new", component: page }, { path: "/:slug/:name", name: "form", component: page }],
  })
  await router.push(path)
  const wrapper = mount({ template: "<RouterView />" }, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return { router, wrapper, log }
}

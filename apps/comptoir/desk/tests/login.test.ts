import { flushPromises, mount, type VueWrapper } from "@vue/test-utils"
import { afterEach, describe, expect, it, vi } from "vitest"
import { router } from "@/router"
import LoginPage from "@/shell/LoginPage.vue"
import { loadBoot, signedIn } from "@/stores/session"
import { eventually } from "./eventually"
import { asksFor, Refused, serve, type Answers, type Asked } from "./server"

const GUEST = { user: "Guest", lang: "en", languages: [{ code: "en", label: "English" }, { code: "fr", label: "Français" }], site_name: "Test", translations: {} }
let wrapper: VueWrapper
let log: Asked[]

async function open(answers: Answers = {}): Promise<void> {
  log = serve({ "comptoir.desk.api.boot": () => GUEST, ...answers })
  await loadBoot()
  wrapper = mount(LoginPage, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

async function enter(usr: string, pwd: string): Promise<void> {
  await wrapper.find("#usr").setValue(usr)
  await wrapper.find("#pwd").setValue(pwd)
  await wrapper.find("form").trigger("submit")
  await flushPromises()
}

const problem = (): string => wrapper.find("[data-test=login-error]").text()

afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

describe("signing in", () => {
  it("asks for what is missing before it asks the server", async () => {
    await open()
    await enter("anna", "")
    expect([problem(), asksFor(log, "/login").length, document.activeElement?.id]).toEqual(["Enter your user name and your password.", 0, "pwd"])
  })

  it("says that name or password are wrong, also after the language changes", async () => {
    await open({ login: () => new Refused(401, { exc_type: "AuthenticationError" }) })
    await enter("anna", "bad")
    expect(problem()).toBe("The user name or the password is wrong. Check both and try again.")
    await wrapper.find("select").setValue("fr")
    await eventually(() => expect(problem()).toContain("incorrect"))
  })

  it("passes on the server's sentence when it is about something else", async () => {
    await open({ login: () => new Refused(429, { _server_messages: JSON.stringify([JSON.stringify({ message: "Locked for 5 minutes." })]) }) })
    await enter("anna", "bad")
    expect(problem()).toBe("Locked for 5 minutes.")
  })

  it("shows the password while asked to", async () => {
    await open()
    await wrapper.find("button[aria-pressed]").trigger("click")
    expect(wrapper.find("#pwd").attributes("type")).toBe("text")
  })

  it("ends with a session", async () => {
    let user = "Guest"
    await open({ "comptoir.desk.api.boot": () => ({ ...GUEST, user, modules: [] }), login: () => void (user = "anna@example.com") })
    await enter("anna", "good")
    expect(signedIn.value).toBe(true)
    // The pages behind the door are still being read: what nobody waits for outlives the test.
    await eventually(() => expect(router.currentRoute.value.name).toBe("home"))
  })
})

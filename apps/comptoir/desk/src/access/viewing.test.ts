import { flushPromises, mount } from "@vue/test-utils"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import ViewAsButton from "@/access/ViewAsButton.vue"
import ViewingBanner from "@/shell/ViewingBanner.vue"
import { loadBoot } from "@/stores/session"
import { answer, question } from "@/ui/confirm"
import { asksFor, Refused, serve, type Answers, type Asked } from "../../tests/server"
import { leaving, mayViewAs } from "./viewing"

const OLGA = { user: "olga@example.com", roles: ["System Manager"], lang: "en", languages: [], site_name: "Test", translations: {}, csrf_token: "secret" }
const REFUSED = { _server_messages: JSON.stringify([JSON.stringify({ message: "anna may do more than you." })]) }
let log: Asked[]

async function start(boot: object, answers: Answers = {}): Promise<void> {
  log = serve({ "comptoir.desk.api.boot": () => ({ ...OLGA, ...boot }), "comptoir.desk.access.view_as": () => ({}), "comptoir.desk.access.stop_viewing": () => ({}), ...answers })
  await loadBoot()
}

beforeEach(() => {
  vi.spyOn(leaving, "to").mockReturnValue()
  vi.spyOn(leaving, "again").mockReturnValue()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe("viewing as somebody", () => {
  it.each([
    [{}, "anna@example.com", true],
    [{}, "olga@example.com", false],
    [{}, "Administrator", false],
    [{}, "", false],
    [{ roles: ["Driver"] }, "anna@example.com", false],
    [{ viewing_as: { user: "olga@example.com", full_name: "Olga" } }, "anna@example.com", false],
  ])("is offered, with %o, for %s: %s", async (boot, name, offered) => {
    await start(boot)
    expect(mayViewAs(name)).toBe(offered)
  })

  it("is asked about first, and begins the Desk anew", async () => {
    await start({})
    const button = mount(ViewAsButton, { props: { name: "anna@example.com" } })
    await button.find("[data-test=view-as]").trigger("click")
    expect(question.value?.message).toContain("recorded")
    answer(false)
    await flushPromises()
    expect(asksFor(log, "view_as")).toEqual([])
    await button.find("[data-test=view-as]").trigger("click")
    answer(true)
    await flushPromises()
    expect([asksFor(log, "view_as")[0]?.args, vi.mocked(leaving.to).mock.calls]).toEqual([{ user: "anna@example.com" }, [["/app"]]])
  })

  it("says why it was refused", async () => {
    await start({}, { "comptoir.desk.access.view_as": () => new Refused(403, REFUSED) })
    const button = mount(ViewAsButton, { props: { name: "anna@example.com" } })
    await button.find("[data-test=view-as]").trigger("click")
    answer(true)
    await flushPromises()
    expect(button.find("[role=alert]").text()).toBe("anna may do more than you.")
    expect(leaving.to).not.toHaveBeenCalled()
  })
})

describe("the banner", () => {
  it("is not there where one sees with one's own eyes", async () => {
    await start({ viewing_as: null })
    expect(mount(ViewingBanner).find("[data-test=viewing]").exists()).toBe(false)
  })

  it("says whose eyes they are and leads back", async () => {
    await start({ viewing_as: { user: "anna@example.com", full_name: "Anna" } })
    const banner = mount(ViewingBanner)
    expect(banner.text()).toContain("You see the site as Anna. Nothing can be changed.")
    await banner.find("[data-test=stop-viewing]").trigger("click")
    await flushPromises()
    expect([asksFor(log, "stop_viewing").length, vi.mocked(leaving.again).mock.calls.length]).toEqual([1, 1])
  })
})

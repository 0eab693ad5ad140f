import { beforeEach, describe, expect, it, vi } from "vitest"
import { loadBoot } from "@/stores/session"
import { isAdmitted } from "./admitted"

const told = { user: "ines@company.example", lang: "en", languages: [], site_name: "Site", translations: {}, roles: ["Sales User"], modules: [] as unknown[] }
const boot = (changes: Partial<typeof told>): Promise<unknown> => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ message: { ...told, ...changes } }), { headers: { "content-type": "application/json" } })))
  return loadBoot()
}
const open = (names: string[], query = {}): string[] => names.filter((name) => isAdmitted({ name, query }))
const PAGES = ["home", "profile", "permissions", "settings", "work", "explain"]

describe("a page of the Desk", () => {
  beforeEach(() => vi.unstubAllGlobals())

  it("is none for whoever has no right to what it shows", async () => {
    await boot({})
    expect(open(PAGES)).toEqual(["home", "profile"])
  })

  it("explains to everybody what they themselves see", async () => {
    await boot({})
    expect([open(["explain"], { user: "ines@company.example" }), open(["explain"], { user: "hugo@company.example" })]).toEqual([["explain"], []])
  })

  it("is there for administrators, and for whoever may read what it shows", async () => {
    await boot({ roles: ["System Manager"] })
    expect(open(PAGES)).toEqual(PAGES)
    await boot({ modules: [{ name: "Core", label: "Core", doctypes: [{ name: "Custom DocPerm", label: "Custom DocPerm" }] }] })
    expect(open(PAGES)).toEqual(["home", "profile", "permissions"])
  })
})

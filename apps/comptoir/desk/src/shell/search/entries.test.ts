import { describe, expect, it } from "vitest"
import type { FoundDocument, ModuleEntry } from "@/types"
import type { Command } from "./commands"
import { groupsFor, isSure, noteOf, type Offer } from "./entries"
import { marked } from "./marking"

const entry = (name: string, label: string, can_create = true) => ({ name, label, can_create, can_read: true })
const MODULES: ModuleEntry[] = [{ name: "CRM", label: "Clients and sales", doctypes: [entry("Client", "Client"), entry("Client Group", "Group of clients", false)] }]
const document = (doctype: string, name: string, title: string): FoundDocument => ({ doctype, label: doctype, name, title, fields: [] })
const offer = (changes: Partial<Offer> = {}): Offer => ({ modules: MODULES, recents: [{ doctype: "Client", name: "CLI-1", title: "Dupont" }], found: [], more: false, commands: [], ...changes })
const command = (kind: Command["kind"], label: string, also = ""): Command => ({ kind, label, also, icon: "zap", run: () => undefined })
const shown = (text: string, changes: Partial<Offer> = {}): string[][] => groupsFor(text, offer(changes)).map((group) => [group.label, ...group.entries.map((each) => each.label)])

describe("what the palette offers", () => {
  it("is what was opened last, before anything is typed", () => {
    expect(shown("  ")).toEqual([["Recent", "Dupont"]])
  })

  it("is found documents by their kind, the surest kind first", () => {
    const found = [document("Client", "CLI-2", "Durand"), document("Task", "TASK-1", "Call Durand"), document("Client", "CLI-3", "Durance")]
    expect(shown("dur", { found })).toEqual([["Client", "Durand", "Durance"], ["Task", "Call Durand"]])
  })

  it("is first the lists that are called so, then documents, then other lists and new documents", () => {
    const found = [document("Client", "CLI-2", "Client of ours")]
    expect(shown("client", { found })).toEqual([["Lists", "Client"], ["Client", "Client of ours"], ["More lists", "Group of clients"], ["New", "New: Client"]])
  })

  it("is a list whose name ends otherwise", () => {
    expect(shown("groups")).toEqual([["Lists", "Group of clients"]])
    expect(shown("clients")[0]).toEqual(["Lists", "Group of clients", "Client"])
    expect(shown("clientèle")).toEqual([])
  })

  it("is first the new document that was asked for", () => {
    expect(shown("+client")).toEqual([["New", "New: Client"]])
    expect(shown("New cl")).toEqual([["New", "New: Client"]])
    expect(shown("+group")).toEqual([])
    expect(shown("+33 1 84")).toEqual([])
  })

  it("leads to all results where there are more", () => {
    expect(shown("dur", { found: [document("Task", "T", "Dur")], more: true }).at(-1)).toEqual(["", "All results for “dur”"])
  })

  it("is pages by their name", () => {
    expect(shown("prof", { commands: [command("pages", "Profile")] })).toEqual([["Pages", "Profile"]])
  })

  it("is documents that are called so before those found by another field", () => {
    const found = [{ ...document("Payment", "PAY-1", "Transfer"), fields: [{ label: "Client name", value: "Hôtel Dubois" }] }, document("Client", "CLI-1", "Grand hôtel"), document("Client", "CLI-2", "Hôtel Dubois")]
    expect(shown("hotel", { found })).toEqual([["Client", "Hôtel Dubois", "Grand hôtel"], ["Payment", "Transfer"]])
  })

  it("is what can be done: exactly meant before documents, otherwise behind those that are called so", () => {
    const commands = [command("document", "Duplicate"), command("actions", "Log out", "sign out exit"), command("views", "Report: Deal")]
    expect(shown("log out", { commands, found: [document("Task", "T", "Log out of it")] })).toEqual([["Actions", "Log out"], ["Task", "Log out of it"]])
    expect(shown("dup", { commands, found: [document("Task", "T", "Dupont")] })).toEqual([["Task", "Dupont"], ["This document", "Duplicate"]])
    expect(shown("exit", { commands })).toEqual([["Actions", "Log out"]])
    expect(shown("deal report", { commands })).toEqual([["Views and reports", "Report: Deal"]])
  })

  it("answers a question before anything else, by what it is about", () => {
    const commands = [command("document", "Merge…"), command("help", "Merge two documents")]
    expect(shown("how do i merge", { commands })).toEqual([["How it is done", "Merge two documents"]])
    expect(shown("how to merge my clients", { commands })).toEqual([["How it is done", "Merge two documents"]])
    expect(shown("how do i", { commands })).toEqual([["How it is done", "Merge two documents"]])
    expect(shown("how to fly", { commands })).toEqual([])
    expect(shown("merge", { commands })).toEqual([["This document", "Merge…"], ["How it is done", "Merge two documents"]])
  })

  it("is taken before the answer of the server only where nothing surer can come", () => {
    const sure = (text: string, changes: Partial<Offer>): boolean => isSure(groupsFor(text, offer(changes))[0]?.entries[0])
    expect(sure("dup", { commands: [command("document", "Duplicate")] })).toBe(false)
    expect(sure("duplicate", { commands: [command("document", "Duplicate")] })).toBe(true)
    expect(sure("cli", {})).toBe(true)
    expect(sure("dur", { found: [document("Client", "CLI-2", "Dur")] })).toBe(false)
  })

  it("says by what a document was found", () => {
    expect(noteOf({ ...document("Client", "CLI-2", "Durand"), fields: [{ label: "City", value: "Lyon" }] })).toBe("CLI-2 · City: Lyon")
    expect(noteOf(document("Tag", "Lyon", "Lyon"))).toBe("")
  })
})

describe("marking what was typed", () => {
  const parts = (text: string, typed: string): string => marked(text, typed).map((piece) => (piece.typed ? `[${piece.text}]` : piece.text)).join("")

  it.each([
    ["Société Dupont", "dup soc", "[Soc]iété [Dup]ont"],
    ["Société", "cié", "So[cié]té"],
    ["Альфа", "аль", "[Аль]фа"],
    ["Dupont", "", "Dupont"],
    ["Dupont", "(*", "Dupont"],
    ["aaa", "aa", "[aaa]"],
    ["ﬁn", "fin", "ﬁn"],
  ])("%s, %s", (text, typed, expected) => {
    expect(parts(text, typed)).toBe(expected)
  })
})

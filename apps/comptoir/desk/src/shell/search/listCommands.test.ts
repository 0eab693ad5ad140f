import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import type { ViewDefinition } from "@/views/contract"
import { choicesOf, chosenBy, commandOf } from "./listCommands"

const entry = (name: string, label = name, more = {}) => ({ name, label, can_create: true, can_read: true, ...more })
const view = (name: string, label: string, suits = true): ViewDefinition => ({ name, label: () => label, icon: name, order: 1, suits: () => suits, component: {} })
const choices = choicesOf([entry("Deal", "Affaire"), entry("Client"), entry("System Settings", "Settings", { issingle: 1 })], [view("list", "List"), view("report", "Rapport"), view("kanban", "Tableau"), view("map", "Carte", false)])
const labels = (text: string): string[] => chosenBy(text, choices).map(({ label }) => label)

describe("views and imports a text asks for", () => {
  it.each([
    ["rapport affaire", ["Rapport: Affaire"]],
    ["report deal", ["Rapport: Affaire"]],
    ["board deals", ["Tableau: Affaire"]],
    ["import clients", ["Import into Client"]],
    ["report", []],
    ["report settings", []],
    ["list deal", []],
  ])("%s", (text, expected) => {
    expect(labels(text)).toEqual(expected)
  })

  it("are offered where the declaration allows them", () => {
    const known = doctype("Client", [field("title")])
    const [report, , map, upload] = chosenBy("client", choices)
    expect(commandOf(report!, undefined)).toBeUndefined()
    expect(commandOf(report!, known)).toMatchObject({ kind: "views", label: "Rapport: Client" })
    expect(commandOf(map!, known)).toBeUndefined()
    expect(commandOf(upload!, known)).toMatchObject({ kind: "actions", label: "Import into Client" })
    expect(commandOf(upload!, { ...known, rights: { ...known.rights, import: false } })).toBeUndefined()
  })
})

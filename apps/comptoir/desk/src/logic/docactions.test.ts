import { describe, expect, it } from "vitest"
import type { ActionView } from "@/types"
import { answerSentence, arrange, destination, documentNamed, offeredActions, saidAlready } from "./docactions"
import { doctype, field } from "./testing"

const action = (label: string, more: Partial<ActionView> = {}): ActionView => ({ label, action: label.toLowerCase(), action_type: "Server Action", arguments: [], ...more })
const labels = (actions: readonly ActionView[]): string[] => actions.map((each) => each.label)

describe("offered actions", () => {
  const meta = { ...doctype("Thing", []), actions: [action("Close", { depends_on: "eval:doc.status == 'Open'" }), action("Look", { action: "app.thing.look" }), action("Go", { action_type: "Route" })] }

  it("are those whose condition holds", () => {
    expect(labels(offeredActions(meta, { status: "Open" }, true))).toEqual(["Close", "Look", "Go"])
    expect(labels(offeredActions(meta, { status: "Closed" }, true))).toEqual(["Look", "Go"])
  })

  it("run no method of a document that may not be written", () => {
    expect(labels(offeredActions(meta, { status: "Open" }, false))).toEqual(["Look", "Go"])
  })
})

describe("what a document says already", () => {
  const fields = [field("result", "Text"), field("amount", "Currency"), field("party", "Link", { options: "Client" }), field("phone", "Phone")]
  const doc = { result: "Half done", amount: 20, party: "C-1", phone: "•••• 23" }

  it("is what an action begins with", () => {
    expect(saidAlready([field("result", "Small Text"), field("party", "Link", { options: "Client" }), field("when", "Date")], fields, doc)).toEqual({ result: "Half done", party: "C-1" })
  })

  it("is not a value of another kind, a masked one, nor what has a usual one", () => {
    const asked = [field("amount", "Int"), field("party", "Link", { options: "Employee" }), field("phone", "Phone"), field("result", "Small Text", { default: "Done" })]
    expect(saidAlready(asked, fields, doc)).toEqual({})
  })
})

describe("the arrangement", () => {
  const actions = [action("A"), action("B", { group: "More" }), action("C"), action("D", { group: "More" })]

  it("has buttons for the few without a group and a menu for the rest", () => {
    const { buttons, groups } = arrange(actions, 2)
    expect([labels(buttons), groups.map(({ group, actions: list }) => [group, labels(list)])]).toEqual([["A", "C"], [["More", ["B", "D"]]]])
  })

  it("puts all into the menu where they are too many", () => {
    const { buttons, groups } = arrange(actions, 1)
    expect([buttons, groups.map(({ group, actions: list }) => [group, labels(list)])]).toEqual([[], [["", ["A", "C"]], ["More", ["B", "D"]]]])
  })
})

describe("an answer", () => {
  const show = (value: unknown): string => `<${String(value)}>`

  it("is put into its sentence", () => {
    expect(answerSentence("{deals} deals, {none} left", { deals: 3 }, show)).toBe("<3> deals, – left")
    expect(answerSentence("Now {0}", "Done", show)).toBe("Now <Done>")
    expect(answerSentence("Now {0}", { 0: "zero" }, show)).toBe("Now <zero>")
    expect(answerSentence("Done", undefined, show)).toBe("Done")
  })

  it("names the document to open by itself or under a key", () => {
    expect(documentNamed(action("A", { open_doctype: "Task" }), "T-1")).toEqual({ doctype: "Task", name: "T-1" })
    expect(documentNamed(action("A", { open_doctype: "Task" }), { name: "T-2" })).toEqual({ doctype: "Task", name: "T-2" })
    expect(documentNamed(action("A", { open_doctype: "Task", open_key: "task" }), { task: "T-3" })).toEqual({ doctype: "Task", name: "T-3" })
    expect(documentNamed(action("A", { open_doctype: "Task", open_key: "task" }), { task: null })).toBe(undefined)
    expect(documentNamed(action("A"), "T-1")).toBe(undefined)
  })
})

describe("a route", () => {
  it("leads to a list, a document, a path or an address, with values of the document", () => {
    const doc = { name: "C/1", city: "Lyon" }
    expect(destination("List/Deal?client={name}&x=1", doc)).toEqual({ list: "Deal", query: { client: "C/1", x: "1" } })
    expect(destination("Form/Client/{name}", doc)).toEqual({ form: "Client", name: "C/1" })
    expect(destination("/app/deal?city={city}&of={name}", doc)).toEqual({ path: "/app/deal?city=Lyon&of=C%2F1" })
    expect(destination("https://maps.example.com/?q={city}", doc)).toEqual({ address: "https://maps.example.com/?q=Lyon" })
    expect(destination("deal", doc)).toEqual({ path: "/app/deal" })
  })
})

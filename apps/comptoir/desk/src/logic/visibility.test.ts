import { describe, expect, it } from "vitest"
import { computed, reactive } from "vue"
import { layoutOf } from "./layout"
import { context, doctype, field } from "./testing"
import { documentWritable, fieldState, opensAfterSubmit, rowsStayOpen, sectionVisible, startsCollapsed, tabVisible, unreadable } from "./visibility"

describe("a field", () => {
  it("follows depends_on live", () => {
    const lost = field("reason", "Data", { depends_on: "eval:doc.status == 'Lost'" })
    expect(fieldState(lost, context({ status: "Open" })).visible).toBe(false)
    expect(fieldState(lost, context({ status: "Lost" })).visible).toBe(true)
  })

  it("follows a value that the stored document did not have", () => {
    const doc = reactive<Record<string, unknown>>({ doctype: "Proposal" })
    const percent = field("discount_percent", "Percent", { depends_on: 'eval:doc.discount_type == "Percent"' })
    const visible = computed(() => fieldState(percent, context(doc)).visible)
    expect(visible.value).toBe(false)
    doc.discount_type = "Percent"
    expect(visible.value).toBe(true)
  })

  it("shows by a bare fieldname when that field is filled", () => {
    const f = field("x", "Data", { depends_on: "items" })
    expect([{}, { items: [] }, { items: [{}] }].map((doc) => fieldState(f, context(doc)).visible)).toEqual([false, false, true])
  })

  it("is required by declaration or condition, but not while hidden or read-only", () => {
    const f = field("x", "Data", { mandatory_depends_on: "eval:doc.a > 1" })
    expect(fieldState(f, context({ a: 2 })).required).toBe(true)
    expect(fieldState(f, context({ a: 1 })).required).toBe(false)
    expect(fieldState({ ...f, reqd: 1, hidden: 1 }, context({})).required).toBe(false)
    expect(fieldState({ ...f, reqd: 1, read_only: 1 }, context({})).required).toBe(false)
  })

  it("is read-only without the right, once submitted, once set, and by condition", () => {
    const f = field("x")
    expect(fieldState(f, context({})).readOnly).toBe(false)
    expect(fieldState({ ...f, can_write: false }, context({})).readOnly).toBe(true)
    expect(fieldState(f, context({ docstatus: 1 })).readOnly).toBe(true)
    expect(fieldState({ ...f, allow_on_submit: 1 }, context({ docstatus: 1 })).readOnly).toBe(false)
    expect(fieldState({ ...f, allow_on_submit: 1 }, context({ docstatus: 2 })).readOnly).toBe(true)
    expect(fieldState({ ...f, set_only_once: 1 }, context({ x: "new" }, { original: { x: "" } })).readOnly).toBe(false)
    expect(fieldState({ ...f, set_only_once: 1 }, context({ x: "a" }, { original: { x: "a" } })).readOnly).toBe(true)
    expect(fieldState({ ...f, read_only_depends_on: "eval:doc.locked" }, context({ locked: 1 })).readOnly).toBe(true)
  })

  it("of what an action asks for is not frozen with its document", () => {
    const asked = { parent: { docstatus: 1 }, isAsked: true }
    expect(fieldState(field("x", "Data", { reqd: 1 }), context({}, asked))).toEqual({ visible: true, readOnly: false, required: true })
    expect(fieldState(field("x", "Data", { read_only: 1 }), context({}, asked)).readOnly).toBe(true)
  })

  it("of a row asks the document it belongs to", () => {
    const f = field("x", "Data", { depends_on: "eval:parent.kind == 'A'" })
    expect(fieldState(f, context({}, { parent: { kind: "A" } })).visible).toBe(true)
    expect(fieldState(f, context({}, { parent: { kind: "A", docstatus: 1 } })).readOnly).toBe(true)
  })
})

describe("sections and tabs", () => {
  const tabs = layoutOf([field("t", "Tab Break"), field("s", "Section Break", { collapsible: 1, collapsible_depends_on: "eval:doc.open" }), field("a", "Data", { depends_on: "b" })])
  it("hide when nothing in them shows", () => {
    expect(tabVisible(tabs[0]!, context({}))).toBe(false)
    expect(sectionVisible(tabs[0]!.sections[0]!, context({ b: 1 }))).toBe(true)
  })

  it("open by their condition", () => {
    expect(startsCollapsed(tabs[0]!.sections[0]!, context({}))).toBe(true)
    expect(startsCollapsed(tabs[0]!.sections[0]!, context({ open: 1 }))).toBe(false)
  })
})

describe("the document", () => {
  const meta = doctype("D", [field("a")])
  it("is written by right and status", () => {
    expect(documentWritable(meta, {}, true)).toBe(true)
    expect(documentWritable(meta, { docstatus: 0 }, false)).toBe(true)
    expect(documentWritable(meta, { docstatus: 1 }, false)).toBe(false)
    expect(documentWritable({ ...meta, fields: [field("a", "Data", { allow_on_submit: 1 })] }, { docstatus: 1 }, false)).toBe(true)
    expect(documentWritable({ ...meta, rights: { ...meta.rights, write: false } }, { docstatus: 0 }, false)).toBe(false)
  })

  it("is written after submit where a value of its rows still is", () => {
    const rows = field("rows", "Table", { options: "Row" })
    const child = (open: 0 | 1) => doctype("Row", [field("signature", "Signature", { allow_on_submit: open })])
    const submitted = { docstatus: 1 }
    const writes = (open: 0 | 1): boolean => documentWritable({ ...meta, fields: [rows] }, submitted, false, { Row: child(open) })
    expect([writes(0), writes(1)]).toEqual([false, true])
    const opens = (open: 0 | 1, table = rows): boolean => opensAfterSubmit({ ...meta, fields: [table] }, { Row: child(open) })
    expect([opens(0), opens(1), opens(1, { ...rows, read_only: 1 })]).toEqual([false, true, false])
    const stay = (table: object, open: 0 | 1, doc: Record<string, unknown>): boolean => rowsStayOpen({ ...rows, ...table }, child(open), context(doc))
    expect([stay({}, 0, submitted), stay({}, 1, submitted), stay({}, 1, {}), stay({}, 1, { docstatus: 2 })]).toEqual([false, true, false, false])
    expect([stay({ read_only: 1 }, 1, submitted), stay({ can_write: false }, 1, submitted)]).toEqual([false, false])
  })
})

describe("a condition that cannot be read", () => {
  it("hides nothing and is reported", () => {
    const f = field("x", "Data", { depends_on: "eval:frappe.session.user" })
    expect(fieldState(f, context({})).visible).toBe(true)
    expect(unreadable([f, field("y")]).map((problem) => problem.field.fieldname)).toEqual(["x"])
  })
})

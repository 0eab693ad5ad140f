import { expect, it } from "vitest"
import { computed, reactive } from "vue"
import { changesOf } from "@/logic/dirty"
import { type Doc, copyDoc } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import { documentProblems } from "@/logic/validation"
import { rowMemo } from "./rowMemo"

const LINE = doctype("Line", [field("item", "Data", { reqd: 1, label: "Item" }), field("qty", "Int")])
const ORDER = doctype("Order", [field("lines", "Table", { options: "Line" })])
const before: Doc = { name: "O-1", lines: Array.from({ length: 50 }, (_, at) => ({ name: `r${at}`, item: `I${at}`, qty: at })) }

/** A document whose rows tell how often they were read. */
function counted(): { doc: Doc; read: () => number } {
  let reads = 0
  const lines = (copyDoc(before).lines as Doc[]).map((row) => new Proxy(row, { get: (target, key, self) => (key === "item" && reads++, Reflect.get(target, key, self)) }))
  return { doc: reactive<Doc>({ ...before, lines }), read: () => { const now = reads; reads = 0; return now } }
}

it("works out again only the row that changed", () => {
  const { doc, read } = counted()
  const [changes, problems] = [rowMemo(), rowMemo()]
  const context = { doc, isNew: false, canWrite: true, original: before }
  const changed = computed(() => changesOf(ORDER, { Line: LINE }, before, doc, changes))
  const wrong = computed(() => documentProblems(ORDER, { Line: LINE }, context, problems))
  expect([changed.value, wrong.value]).toEqual([[], []])
  expect(read()).toBeGreaterThan(50)
  ;(doc.lines as Doc[])[7]!.item = ""
  expect(changed.value).toEqual([{ fieldname: "item", parentfield: "lines", idx: 8, kind: "value" }])
  expect(wrong.value).toMatchObject([{ fieldname: "item", parentfield: "lines", idx: 8 }])
  expect(read()).toBeLessThan(10)
})

it("follows a row that is moved, and a document that is loaded again", () => {
  const doc = reactive<Doc>(copyDoc(before))
  const memo = rowMemo()
  const changes = () => changesOf(ORDER, { Line: LINE }, before, doc, memo)
  ;(doc.lines as Doc[])[0]!.qty = 9
  expect(changes()).toMatchObject([{ fieldname: "qty", idx: 1 }])
  doc.lines = [...(doc.lines as Doc[]).slice(1), (doc.lines as Doc[])[0]!]
  expect(changes()).toMatchObject([{ fieldname: "qty", idx: 50 }, { kind: "moved" }])
  expect(changesOf(ORDER, { Line: LINE }, copyDoc(doc), doc, memo)).toEqual([])
})

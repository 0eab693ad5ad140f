import { flushPromises } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { computed, effectScope, type EffectScope, reactive, ref, shallowRef } from "vue"
import { tellReach } from "@/api/reach"
import type { DocState } from "@/composables/useDoc"
import type { Doc, Row } from "@/logic/documents"
import { doctype, field } from "@/logic/testing"
import type { MetaBundle } from "@/types"
import { asksFor, Refused, serve, type Asked } from "../../../tests/server"
import { type Calculated, PAUSE, useCalculated } from "./useCalculated"

const AMOUNT = field("amount", "Currency", { read_only: 1 })
const meta: MetaBundle = { doctype: doctype("Offer", [field("title"), field("lines", "Table", { options: "Line" })], { is_calculated: true }), children: { Line: doctype("Line", [field("item", "Link"), field("qty", "Float"), AMOUNT]) } }
let scope: EffectScope
let doc: { value: Doc | undefined }
let log: Asked[]
let calculated: Calculated

const lines = (): Row[] => doc.value!.lines as Row[]
const asked = (): number[][] => asksFor(log, "calculating.calculated").map(({ args }) => ((args.doc as Doc).lines as Row[]).map((row) => Number(row.qty)))
const pause = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(PAUSE), await flushPromises())

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  log = serve({ "comptoir.desk.calculating.calculated": ({ args }) => ({ values: {}, rows: { lines: ((args.doc as Doc).lines as Row[]).map((row) => ({ amount: Number(row.qty) * 10 })) }, _link_titles: {} }) })
  doc = ref<Doc | undefined>({ docstatus: 0, lines: [{ item: "P", qty: 1 }] })
  // An added row is one change, whatever is entered in it.
  const state = { meta: shallowRef(meta), doc, original: shallowRef({}), changes: computed(() => [{ fieldname: "lines", kind: "added" }]), isNew: ref(true), titles: reactive({}), busy: ref("") }
  scope = effectScope()
  calculated = scope.run(() => useCalculated(state as unknown as DocState))!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it("follows each value of an added row, and rows that are added and taken out", async () => {
  await pause()
  lines()[0]!.qty = 2
  await pause()
  lines().push({ item: "Q", qty: 5 })
  await pause()
  expect(lines().map((row) => calculated.shown(row, AMOUNT))).toEqual([20, 50])
  lines().splice(0, 1)
  await pause()
  expect(asked()).toEqual([[1], [2], [2, 5], [5]])
  expect(lines().map((row) => calculated.shown(row, AMOUNT))).toEqual([50])
})

it("is asked for again once the server answers", async () => {
  log = serve({ "comptoir.desk.calculating.calculated": () => new Refused(503, {}) })
  await pause()
  expect(calculated.behind.value).not.toBe("")
  log = serve({ "comptoir.desk.calculating.calculated": () => ({ values: {}, rows: { lines: [{ amount: 10 }] }, _link_titles: {} }) })
  tellReach(false)
  await flushPromises()
  tellReach(true)
  await flushPromises()
  await pause()
  expect([calculated.behind.value, calculated.shown(lines()[0]!, AMOUNT)]).toEqual(["", 10])
})

it("is silent while nothing is entered", async () => {
  await pause()
  await pause()
  expect(asked()).toEqual([[1]])
})

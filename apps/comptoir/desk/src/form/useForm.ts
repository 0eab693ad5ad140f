/** The form around a document: values and what follows from them, problems and where they are shown. */
import { type ComputedRef, type Ref, computed, reactive, ref, watch } from "vue"
import { get } from "@/api"
import { t } from "@/i18n"
import type { DocState } from "@/composables/useDoc"
import { fetchedFields, laterFetched, laterOffered } from "@/logic/fetching"
import { NO_DATE, NO_MOMENT, NO_NUMBER, NO_TIME, NOT_WHOLE, TOO_LONG } from "@/logic/checks"
import type { Doc } from "@/logic/documents"
import { type ErrorMap, UNFOUND_TEXT, documentProblems, errorMap, problemKey, stillRefused } from "@/logic/validation"
import { type FormContext, documentWritable } from "@/logic/visibility"
import type { DocTypeView, FieldView } from "@/types"
import type { Calculated } from "./calculated/useCalculated"
import { type Coming, useComing, withMissed } from "./coming"
import { rowMemo } from "./rowMemo"

export interface Form extends Coming {
  context: ComputedRef<FormContext>
  /** Problems that may be shown now, by key. */
  errors: ComputedRef<ErrorMap>
  /** All that is known to be wrong, for the list at the top. */
  listed: Ref<boolean>
  set: (field: FieldView, value: unknown) => void
  rowChanged: (table: FieldView, row: Doc, field: FieldView) => void
  touch: (fieldname: string) => void
  /** Shows every problem; true when there is none. */
  check: () => boolean
  reset: () => void
}

export function useForm(state: DocState, calculated?: Calculated): Form {
  const touched = reactive(new Set<string>())
  const listed = ref(false)
  /** Whose offers a document has while those of a later choice are on their way, by link. */
  const offeredBy = new Map<string, unknown>()

  const context = computed<FormContext>(() => {
    const doc = state.doc.value ?? {}
    const bundle = state.meta.value
    return { doc, isNew: state.isNew.value, canWrite: bundle ? documentWritable(bundle.doctype, doc, state.isNew.value, bundle.children) : false, follows: calculated?.follows, original: state.original.value }
  })
  const coming = useComing()
  const memo = rowMemo()
  const own = computed(() => (state.meta.value && state.doc.value ? documentProblems(state.meta.value.doctype, state.meta.value.children, context.value, memo) : []))
  /** The same map for as long as it says the same: typing into a form without problems draws no other field anew. */
  const errors = computed<ErrorMap>((before) => {
    const shown = own.value.filter((problem) => listed.value || (problem.parentfield && UNREADABLE.has(problem.fault.text)) || (touched.has(problemKey(problem)) && problem.fault.text !== MANDATORY))
    const now = withMissed(errorMap(shown, state.problems.value, t), coming.missed)
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })

  function forget(key: string): void {
    const corrected = state.problems.value.filter((problem) => problemKey(problem) === key)
    if (!corrected.length) return
    state.problems.value = state.problems.value.filter((problem) => problemKey(problem) !== key)
    state.refusal.value = stillRefused(state.refusal.value, corrected, state.problems.value)
  }

  /** Values that follow from a link; a later answer than the value it was asked for is dropped. */
  async function fetchInto(doc: Doc, meta: DocTypeView, field: FieldView): Promise<void> {
    const targets = fetchedFields(meta.fields, field.fieldname)
    if (targets.length === 0) return
    const value = doc[field.fieldname]
    const values = await brought(meta, field, value)
    if (doc[field.fieldname] === value) Object.assign(doc, laterFetched(targets, doc, values))
  }

  const brought = async (meta: DocTypeView, { fieldname }: FieldView, value: unknown): Promise<Doc> => (value ? get<Doc>("comptoir.desk.api.fetch_values", { doctype: meta.name, fieldname, value }) : {})

  /** The same where the link also offers values, which follow it until somebody enters others. */
  async function offerInto(doc: Doc, meta: DocTypeView, field: FieldView, before: unknown): Promise<void> {
    const targets = fetchedFields(meta.fields, field.fieldname)
    const value = doc[field.fieldname]
    if (!offeredBy.has(field.fieldname)) offeredBy.set(field.fieldname, before)
    const [values, earlier] = await Promise.all([brought(meta, field, value), brought(meta, field, offeredBy.get(field.fieldname))])
    if (doc[field.fieldname] !== value) return
    offeredBy.delete(field.fieldname)
    Object.assign(doc, laterFetched(targets, doc, values), laterOffered(targets, doc, values, earlier))
  }

  return {
    ...coming,
    context,
    errors,
    listed,
    set: (field, value) => {
      const doc = state.doc.value
      const meta = state.meta.value?.doctype
      if (!doc || !meta) return
      const before = doc[field.fieldname]
      doc[field.fieldname] = value
      forget(field.fieldname)
      if (field.fieldtype !== "Link") return
      void (meta.offers?.includes(field.fieldname) ? offerInto(doc, meta, field, before) : fetchInto(doc, meta, field)).catch(() => undefined)
    },
    rowChanged: (table, row, field) => {
      const meta = state.meta.value?.children[table.options ?? ""]
      forget(problemKey({ fieldname: field.fieldname, parentfield: table.fieldname, idx: Number(row.idx) }))
      if (meta && field.fieldtype === "Link") void fetchInto(row, meta, field).catch(() => undefined)
    },
    touch: (fieldname) => touched.add(fieldname),
    check: () => {
      listed.value = own.value.length + coming.missed.size > 0
      return !listed.value
    },
    reset: () => {
      touched.clear()
      offeredBy.clear()
      coming.giveUp()
      listed.value = false
    },
  }
}

/** Nothing else says that a cell is not what was typed or pasted into it. */
const UNREADABLE = new Set([UNFOUND_TEXT, NO_NUMBER, NOT_WHOLE, NO_DATE, NO_MOMENT, NO_TIME, TOO_LONG])
const MANDATORY = "{0} is mandatory."

/** Runs when another document is shown. */
export function onDocument(state: DocState, run: () => void): void {
  watch(() => [state.doc.value?.name, state.original.value.modified], run)
}

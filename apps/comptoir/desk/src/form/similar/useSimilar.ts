/** Looks for documents like the new one on the screen while it is typed, without getting in the way. */
import { type ShallowRef, onScopeDispose, shallowRef, watch } from "vue"
import { call } from "@/api"
import type { DocState } from "@/composables/useDoc"
import type { DocTypeView } from "@/types"

export interface Similar {
  name: string
  title: string
  /** Labels of the fields that are alike. */
  because: string[]
}

const PAUSE = 600
const CONTACTS = new Set(["Phone", "Email"])
const NUMBERS = /\b(tax_id|iban)\b/

/** The fields that are compared: title, contacts and numbers; none where a doctype has only a title. */
export function comparedFields(meta: DocTypeView): string[] {
  const telling = meta.fields.filter((field) => CONTACTS.has(field.options ?? "") || NUMBERS.test(field.normalise ?? "")).map((field) => field.fieldname)
  return telling.length && meta.title_field ? [...new Set([meta.title_field, ...telling])] : telling
}

export function useSimilar(state: DocState): ShallowRef<Similar[]> {
  const found = shallowRef<Similar[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let flight: AbortController | undefined

  function values(): Record<string, string> {
    const meta = state.meta.value?.doctype
    if (!meta || !state.doc.value || !state.isNew.value) return {}
    const filled = comparedFields(meta).map((fieldname) => [fieldname, String(state.doc.value?.[fieldname] ?? "").trim()] as const)
    return Object.fromEntries(filled.filter(([, text]) => text))
  }

  /** An answer that does not come is no answer: this only helps. */
  async function look(asked: Record<string, string>): Promise<void> {
    flight?.abort()
    flight = new AbortController()
    const doctype = state.meta.value?.doctype.name
    found.value = await call<Similar[]>("comptoir.desk.similar.similar", { doctype, values: asked }, "POST", flight.signal).catch(() => found.value)
  }

  watch(() => JSON.stringify(values()), (asked) => {
    clearTimeout(timer)
    if (asked === "{}") found.value = []
    else timer = setTimeout(() => void look(JSON.parse(asked) as Record<string, string>), PAUSE)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    flight?.abort()
  })
  return found
}

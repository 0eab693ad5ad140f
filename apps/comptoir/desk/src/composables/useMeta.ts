/** Declarations of DocTypes, fetched once per page load and shared; `forget` drops them after a change. */
import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from "vue"
import { get, type ApiError } from "@/api"
import { lang } from "@/i18n"
import type { FieldView, MetaBundle } from "@/types"

const bundles = new Map<string, Promise<MetaBundle>>()

export function loadMeta(doctype: string): Promise<MetaBundle> {
  let bundle = bundles.get(doctype)
  if (!bundle) {
    bundle = get<MetaBundle>("comptoir.desk.api.meta", { doctype })
    bundles.set(doctype, bundle)
    bundle.catch(() => bundles.delete(doctype))
  }
  return bundle
}

export function forgetMeta(doctype?: string): void {
  if (doctype === undefined) bundles.clear()
  else bundles.delete(doctype)
}

export interface MetaState {
  meta: ShallowRef<MetaBundle | undefined>
  error: ShallowRef<ApiError | undefined>
  retry: () => void
}

/** The declaration of a DocType that may change over the life of the component. */
export function useMeta(doctype: MaybeRefOrGetter<string>): MetaState {
  const meta = shallowRef<MetaBundle>()
  const error = shallowRef<ApiError>()

  async function load(name: string): Promise<void> {
    error.value = undefined
    if (meta.value?.doctype.name !== name) meta.value = undefined
    try {
      const bundle = await loadMeta(name)
      if (name === toValue(doctype)) meta.value = bundle
    } catch (cause) {
      if (name === toValue(doctype)) error.value = cause as ApiError
    }
  }

  // Labels come translated, so another language asks again; the old ones stay until the answer.
  watch([() => toValue(doctype), lang], ([name]) => void load(name), { immediate: true })
  return { meta, error, retry: () => void load(toValue(doctype)) }
}

export function fieldOf(bundle: MetaBundle | undefined, fieldname: string): FieldView | undefined {
  return bundle?.doctype.fields.find((field) => field.fieldname === fieldname)
}

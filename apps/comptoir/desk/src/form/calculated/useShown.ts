/** What stands in a field, entered or calculated. While somebody is in it, only they change it. */
import { type ComputedRef, computed, shallowRef, watch } from "vue"
import type { Doc } from "@/logic/documents"
import type { FieldView } from "@/types"
import { useFormEnv } from "../env"

export function useShown(of: () => Doc, field: () => FieldView, entering: () => boolean): ComputedRef<unknown> {
  const env = useFormEnv()
  const own = computed(() => of()[field().fieldname])
  const now = computed(() => (env.calculated ? env.calculated.shown(of(), field()) : own.value))
  const held = shallowRef<{ own: unknown; shown: unknown }>()
  watch(entering, (begun) => (held.value = begun ? { own: own.value, shown: now.value } : undefined), { flush: "sync" })
  return computed(() => (!held.value ? now.value : own.value === held.value.own ? held.value.shown : own.value))
}

/** Running the declared actions of a document: the question before, the dialog for arguments, what comes after. */
import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef } from "vue"
import { useRouter } from "vue-router"
import { ApiError, runDocFunction, runDocMethod } from "@/api"
import type { DocActions, DocState } from "@/composables/useDoc"
import { type DocAction, offeredAdded } from "@/extensions/actions"
import { addedActions } from "@/extensions/added"
import type { FormAction } from "@/extensions/contract"
import { tellFault } from "@/extensions/faults"
import { lang, t } from "@/i18n"
import { type Destination, answerSentence, destination, documentNamed, isFunction, offeredActions } from "@/logic/docactions"
import type { Doc } from "@/logic/documents"
import { formatValue } from "@/logic/formats"
import { formRoute, listRoute } from "@/routes"
import { formats } from "@/stores/session"
import { confirm } from "@/ui/confirm"
import { notify } from "@/ui/toast"
import type { ActionView, FieldView } from "@/types"
import type { PageActions } from "./useDocPage"
import type { Form } from "./useForm"

export interface DocActionTools {
  offered: ComputedRef<DocAction[]>
  /** The action that is under way. */
  running: Ref<ActionView | undefined>
  /** The action whose arguments are asked for. */
  asking: ShallowRef<ActionView | undefined>
  start: (action: DocAction) => Promise<void>
  /** With its arguments; false where it was refused. */
  run: (action: ActionView, args: Doc) => Promise<boolean>
  /** What a Button field names, with its label. */
  press: (field: FieldView) => Promise<void>
}

export function useDocActions(state: DocState, actions: DocActions, page: PageActions, form: Form): DocActionTools {
  const router = useRouter()
  const running = ref<ActionView>()
  const asking = shallowRef<ActionView>()
  const meta = computed(() => state.meta.value?.doctype)
  const doctype = (): string => meta.value?.name ?? ""

  const offered = computed(() => {
    if (!meta.value || !state.doc.value || state.isNew.value) return []
    const canWrite = Boolean(state.info.value?.permissions?.write ?? meta.value.rights.write)
    return [...offeredActions(meta.value, state.doc.value, canWrite), ...offeredAdded(addedActions, doctype(), state.doc.value, canWrite)]
  })

  async function start(action: DocAction): Promise<void> {
    if (running.value || asking.value) return
    if (action.added) return runAdded(action, action.added)
    if (action.action_type === "Route") return follow(destination(action.action ?? "", state.doc.value ?? {}))
    if (action.arguments.length) asking.value = action
    else if (!action.confirm || (await confirm({ title: action.label, message: action.confirm, action: action.label }))) await run(action, {})
  }

  async function follow(to: Destination): Promise<void> {
    if ("address" in to) open(to.address, "_blank", "noopener")
    else if ("path" in to) await router.push(to.path)
    else await router.push("form" in to ? formRoute(to.form, to.name) : listRoute(to.list, to.query))
  }

  /** What is not saved yet is saved first, unless the action only looks at the document. */
  async function run(action: ActionView, args: Doc): Promise<boolean> {
    if (running.value) return false
    running.value = action
    try {
      if (!action.no_reload && page.dirty.value) await page.save()
      if (!action.no_reload && page.dirty.value) return false
      const name = action.action ?? ""
      const ran = await actions.runAction((doctype, of, doc) => (isFunction(action) ? runDocFunction(name, doc, args) : runDocMethod(doctype, of, name, args)), !action.no_reload)
      if (!ran) return false
      asking.value = undefined
      notify(action.message ? answerSentence(action.message, ran.answer, shown) : t("Done: {0}", action.label), "success")
      const named = documentNamed(action, ran.answer)
      if (named) await router.push(formRoute(named.doctype, named.name))
      return true
    } finally {
      running.value = undefined
    }
  }

  async function runAdded(action: DocAction, added: FormAction): Promise<void> {
    running.value = action
    try {
      await added.run({ doctype: doctype(), name: String(state.doc.value?.name ?? ""), fields: meta.value?.fields ?? [], doc: state.doc.value ?? {}, set, save, reload: page.reload })
    } catch (cause) {
      if (cause instanceof ApiError) notify(cause.message, "error")
      else tellFault(action.label, cause)
    } finally {
      running.value = undefined
    }
  }

  function set(fieldname: string, value: unknown): void {
    const field = meta.value?.fields.find((each) => each.fieldname === fieldname)
    if (!field) throw new Error(`${doctype()} has no field "${fieldname}".`)
    form.set(field, value)
  }

  async function save(): Promise<boolean> {
    if (page.dirty.value) await page.save()
    return !page.dirty.value
  }

  return { offered, running, asking, start, run, press: (field) => start({ label: field.label ?? field.fieldname, action: field.options, arguments: [] }) }
}

/** A value of an answer as people write it; days are known by their form. */
function shown(value: unknown): string {
  const fieldtype = typeof value === "number" ? (Number.isInteger(value) ? "Int" : "Float") : /^\d{4}-\d\d-\d\d$/.test(String(value)) ? "Date" : "Data"
  const field: FieldView = { fieldname: "answer", fieldtype, widget: "", can_write: false }
  return formatValue(field, value, { formats: formats.value, lang: lang.value, titles: {} })
}

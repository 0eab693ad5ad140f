/** Views of lists and imports into them: a text names the document type and the view; what it can be is known by its declaration. */
import { type ComputedRef, type Ref, computed, onScopeDispose, ref, shallowRef, watch } from "vue"
import { loadMeta } from "@/composables/useMeta"
import { lang, t } from "@/i18n"
import { typedWords } from "@/logic/folding"
import { importRoute, viewRoute } from "@/routes"
import type { DocTypeEntry, DocTypeView } from "@/types"
import type { ViewDefinition } from "@/views/contract"
import { LIST, views } from "@/views/registry"
import type { Command } from "./commands"
import { rankOf, ranked } from "./ranking"

const MOST = 4
const PAUSE = 120
/** What views are called beside their label. */
const CALLED: Record<string, string> = { kanban: "board cards", report: "chart pivot numbers", gantt: "timeline", calendar: "week month", gallery: "pictures" }

interface Choice {
  entry: DocTypeEntry
  label: string
  also: string
  view?: ViewDefinition
}

const IMPORT = "import upload csv excel"

export function choicesOf(entries: readonly DocTypeEntry[], definitions: readonly ViewDefinition[]): Choice[] {
  return entries
    .filter((entry) => !entry.issingle)
    .flatMap((entry) => [
      ...definitions.filter((view) => view.name !== LIST).map((view): Choice => ({ entry, view, label: t("{0}: {1}", view.label(), entry.label), also: `${view.name} ${CALLED[view.name] ?? ""} ${entry.name}` })),
      { entry, label: t("Import into {0}", entry.label), also: `${IMPORT} ${entry.name}` },
    ])
}

/** Those a text means; a text that names no document type means none, for it would mean all of them. */
export function chosenBy(text: string, choices: readonly Choice[]): Choice[] {
  const words = typedWords(text)
  return ranked(choices.filter(({ entry }) => words.some((word) => rankOf(word, entry.label, entry.name) !== undefined)), ({ label, also }) => rankOf(text, label, also)).map(({ item }) => item)
}

export function commandOf({ entry, view, label, also }: Choice, known: DocTypeView | undefined): Command | undefined {
  if (!known) return undefined
  if (view) return view.suits(known) ? { kind: "views", label, icon: view.icon, also, to: viewRoute(entry.name, view.name) } : undefined
  const { rights } = known
  return rights.import && (rights.create || rights.write) ? { kind: "actions", label, icon: "upload", also, to: importRoute(entry.name) } : undefined
}

export interface ListCommands {
  offered: ComputedRef<Command[]>
  busy: Ref<boolean>
}

export function useListCommands(text: () => string, entries: () => DocTypeEntry[]): ListCommands {
  const known = shallowRef(new Map<string, DocTypeView>())
  const busy = ref(false)
  const choices = computed(() => choicesOf(entries(), views))
  const chosen = computed(() => (text().trim() ? chosenBy(text(), choices.value) : []))
  const wanted = computed(() => [...new Set(chosen.value.map(({ entry }) => entry.name))].slice(0, MOST))
  const missing = computed(() => wanted.value.filter((name) => !known.value.has(name)).join("\n"))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function learn(names: string[]): Promise<void> {
    const said = lang.value
    // Of one that cannot be told now nothing is offered.
    const told = await Promise.all(names.map((name) => loadMeta(name).then(({ doctype }) => doctype, () => undefined)))
    if (said !== lang.value) return
    known.value = new Map([...known.value, ...told.flatMap((view) => (view ? [[view.name, view] as const] : []))])
    if (missing.value === names.join("\n")) busy.value = false
  }

  watch(lang, () => (known.value = new Map()))
  watch(missing, (now) => {
    clearTimeout(timer)
    busy.value = now !== ""
    if (now) timer = setTimeout(() => void learn(now.split("\n")), PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))
  const offered = computed(() => chosen.value.flatMap((choice) => (wanted.value.includes(choice.entry.name) ? (commandOf(choice, known.value.get(choice.entry.name)) ?? []) : [])))
  return { offered, busy }
}

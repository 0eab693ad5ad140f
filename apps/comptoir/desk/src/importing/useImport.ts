/** One import on the screen: its settings, its preview, and how far it has come while it runs. */
import { computed, onScopeDispose, ref, shallowRef } from "vue"
import { type ApiError, resource } from "@/api"
import type { Document } from "@/types"
import { askPreview, askStanding, DOCTYPE, type FileColumn, type Kind, type Preview, SKIPPED, type Standing } from "./api"

const PAUSE = 1000

export interface Options {
  headings?: string[]
  column_to_field_map?: Record<string, string>
  date_format?: string
  encoding?: string
  separator?: string
}

export type Settings = Partial<{ import_type: Kind; key_field: string; create_links: 0 | 1; clear_empty: 0 | 1; submit_after_import: 0 | 1; mute_emails: 0 | 1; template_options: string }>

export function useImport(name: string) {
  const doc = shallowRef<Document>()
  const preview = shallowRef<Preview>()
  const standing = shallowRef<Standing>()
  const error = shallowRef<ApiError>()
  const busy = ref(false)
  const options = computed<Options>(() => JSON.parse(String(doc.value?.template_options || "{}")) as Options)
  const running = computed(() => standing.value?.status === "In Progress")
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  async function attempt(work: () => Promise<void>): Promise<void> {
    busy.value = true
    error.value = undefined
    try {
      await work()
    } catch (cause) {
      error.value = cause as ApiError
    } finally {
      busy.value = false
    }
  }

  const load = (): Promise<void> =>
    attempt(async () => {
      doc.value = (await resource.get(DOCTYPE, name)).data
      take(await askStanding(name))
      if (standing.value?.status === "Pending") preview.value = await askPreview(name)
    })

  /** Keep settings, and see what they change. */
  const change = (settings: Settings): Promise<void> =>
    attempt(async () => {
      doc.value = (await resource.update(DOCTYPE, name, settings)).data
      preview.value = await askPreview(name)
    })

  const changeOptions = (changed: Options): Promise<void> => change({ template_options: JSON.stringify({ ...options.value, ...changed }) })

  /** Fill another field by a column; the field is taken from the column that filled it before. */
  function map(column: number, key: string): Promise<void> {
    const columns = preview.value?.columns ?? []
    const chosen = columns.map((each: FileColumn, at) => (at === column ? key : each.key === key ? "" : each.key) || SKIPPED)
    return changeOptions({ headings: columns.map((each) => each.title), column_to_field_map: Object.fromEntries(chosen.map((each, at) => [String(at), each])) })
  }

  function take(now: Standing): void {
    standing.value = now
    clearTimeout(timer)
    if (now.status === "In Progress") timer = setTimeout(() => void look(), PAUSE)
  }

  async function look(): Promise<void> {
    try {
      take(await askStanding(name))
      if (standing.value?.status === "Pending") await load()
    } catch (cause) {
      error.value = cause as ApiError
    }
  }

  const act = (question: (name: string) => Promise<Standing>): Promise<void> => attempt(async () => take(await question(name)))

  void load()
  return { doc, preview, standing, error, busy, options, running, load, change, changeOptions, map, act }
}

export type OneImport = ReturnType<typeof useImport>

/** Searching, choosing and creating documents of one doctype for a link. */
import { type ComputedRef, computed, ref } from "vue"
import { get } from "@/api"
import { titleKey, useFormEnv } from "@/form/env"
import { t } from "@/i18n"
import { plainText } from "@/logic/formats"
import { linkFilters } from "@/logic/links"
import { entryOf } from "@/stores/session"
import type { SearchResult } from "@/types"
import type { WidgetProps } from "../contract"
import type { Choice } from "../parts/combobox"

export interface LinkTools {
  shown: ComputedRef<string>
  find: (text: string, signal: AbortSignal) => Promise<Choice[]>
  /** The value a typed text means: an exact name or title; null when none does. */
  match: (text: string) => Promise<Choice | null>
  remember: (choice: Choice) => void
  /** The text somebody wants to create a document from; undefined when nobody does. */
  creating: ReturnType<typeof ref<string | undefined>>
}

const PAGE = 12

export function useLink(props: WidgetProps, doctype: () => string): LinkTools {
  const env = useFormEnv()
  const creating = ref<string>()

  async function search(text: string, signal?: AbortSignal): Promise<Choice[]> {
    if (!doctype()) return []
    const filters = linkFilters(props.field, props.doc, props.parent)
    const args = { doctype: doctype(), txt: text, page_length: PAGE, filters: filters.length ? filters : undefined, reference_doctype: env.doctype || undefined }
    const found = await get<SearchResult[]>("frappe.desk.search.search_link", args, signal)
    return found.map((each) => choiceOf(each))
  }

  async function find(text: string, signal: AbortSignal): Promise<Choice[]> {
    const found = await search(text, signal)
    const entry = entryOf(doctype())
    if (entry?.can_create && !entry.issingle) {
      const label = text ? t("Create “{0}”", text) : t("Create {0}", entry.label)
      found.push({ value: "", label, icon: "plus", run: () => (creating.value = text) })
    }
    return found
  }

  async function match(text: string): Promise<Choice | null> {
    const wanted = text.toLowerCase()
    const found = await search(text)
    const exact = found.filter((each) => each.value.toLowerCase() === wanted || each.label.toLowerCase() === wanted)
    return exact[0] ?? (found.length === 1 ? found[0]! : null)
  }

  function remember(choice: Choice): void {
    if (choice.label !== choice.value) env.titles[titleKey(doctype(), choice.value)] = choice.label
  }

  const shown = computed(() => {
    const value = props.modelValue
    if (value === null || value === undefined || value === "") return ""
    return env.titles[titleKey(doctype(), value)] ?? String(value)
  })
  return { shown, find, match, remember, creating }
}

/** The name stands below its title, together with what the server says to tell namesakes apart. */
export function choiceOf({ value, label, description }: SearchResult): Choice {
  const title = label || value
  const told = plainText(description ?? "").split(", ").filter((part) => part !== title && part !== value)
  const below = [title === value ? "" : value, told.join(", ")].filter(Boolean).join(" · ")
  return { value, label: title, description: below || undefined }
}

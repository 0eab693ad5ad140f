/** What the palette offers for a typed text: recent documents, found ones by their kind, lists, new documents, pages. */
import type { RouteLocationRaw } from "vue-router"
import { t } from "@/i18n"
import { fold, typedWords } from "@/logic/folding"
import { formRoute, listRoute, newRoute, searchRoute } from "@/routes"
import type { DocTypeEntry, FoundDocument, ModuleEntry } from "@/types"
import { findSections } from "../find"
import type { Recent } from "../recents"

export interface Entry {
  key: string
  label: string
  note: string
  icon: string
  to: RouteLocationRaw
  /** Comes from the server, and so may answer to what was typed before. */
  found?: true
}

export interface EntryGroup {
  key: string
  label: string
  entries: Entry[]
}

export interface Offer {
  modules: ModuleEntry[]
  recents: readonly Recent[]
  found: FoundDocument[]
  more: boolean
  pages: Omit<Entry, "key">[]
}

const FEW = 5

export function groupsFor(text: string, offer: Offer): EntryGroup[] {
  if (!text.trim()) return filled([{ key: "recent", label: t("Recent"), entries: offer.recents.map((recent) => recentEntry(recent, offer.modules)) }])
  const lists = findSections(offer.modules, text).flatMap((module) => module.doctypes)
  const [begun, other] = apart(lists, (entry) => fold(entry.label).startsWith(fold(text.trim())))
  const asked = askedNew(text, offer.modules)
  return filled([
    { key: "asked", label: t("New"), entries: asked.slice(0, FEW).map(newEntry) },
    { key: "begun", label: t("Lists"), entries: begun.slice(0, FEW).map(listEntry) },
    ...documents(offer.found),
    { key: "everything", label: "", entries: offer.more ? [everything(text)] : [] },
    { key: "lists", label: begun.length ? t("More lists") : t("Lists"), entries: other.slice(0, FEW).map(listEntry) },
    { key: "new", label: t("New"), entries: asked.length ? [] : lists.filter(isMade).slice(0, FEW).map(newEntry) },
    { key: "pages", label: t("Pages"), entries: offer.pages.filter((page) => fold(page.label).includes(fold(text.trim()))).map((page) => ({ ...page, key: `page ${page.label}` })) },
  ])
}

/** "New client", in the language of the screen, or "+client": what is called so, what begins so first. */
function askedNew(text: string, modules: ModuleEntry[]): DocTypeEntry[] {
  const opening = typedWords(t("New: {0}", "")).join(" ")
  const words = typedWords(text).join(" ")
  const wanted = /^\s*\+\s*\p{L}/u.test(text) ? words : words.startsWith(`${opening} `) ? words.slice(opening.length + 1) : ""
  if (!wanted) return []
  const made = findSections(modules, wanted).flatMap((module) => module.doctypes).filter(isMade)
  const [begun, other] = apart(made, (entry) => fold(entry.label).startsWith(wanted))
  return [...begun.sort((one, two) => one.label.length - two.label.length), ...other]
}

function documents(found: FoundDocument[]): EntryGroup[] {
  const groups = new Map<string, EntryGroup>()
  for (const one of found) {
    const group = groups.get(one.doctype) ?? { key: one.doctype, label: one.label, entries: [] }
    groups.set(one.doctype, group)
    group.entries.push(documentEntry(one))
  }
  return [...groups.values()]
}

/** The name, where the title does not say it, and the fields in which it was found. */
export const noteOf = (one: FoundDocument): string =>
  [String(one.name) === one.title ? "" : String(one.name), ...one.fields.map((field) => `${field.label}: ${field.value}`)].filter(Boolean).join(" · ")

const documentEntry = (one: FoundDocument): Entry => ({
  key: `${one.doctype} ${one.name}`, label: one.title, note: noteOf(one), icon: "file-text", to: formRoute(one.doctype, String(one.name)), found: true,
})

function recentEntry(recent: Recent, modules: ModuleEntry[]): Entry {
  const kind = modules.flatMap((module) => module.doctypes).find((entry) => entry.name === recent.doctype)
  return { key: `${recent.doctype} ${recent.name}`, label: recent.title || recent.name, note: kind?.label ?? recent.doctype, icon: "clock", to: formRoute(recent.doctype, recent.name) }
}

const isMade = (entry: DocTypeEntry): boolean => Boolean(entry.can_create && !entry.issingle)
const listEntry = (entry: DocTypeEntry): Entry => ({ key: `list ${entry.name}`, label: entry.label, note: "", icon: entry.icon || "list", to: listRoute(entry.name) })
const newEntry = (entry: DocTypeEntry): Entry => ({ key: `new ${entry.name}`, label: t("New: {0}", entry.label), note: "", icon: "plus", to: newRoute(entry.name) })
const everything = (text: string): Entry => ({ key: "everything", label: t("All results for “{0}”", text.trim()), note: "", icon: "search", to: searchRoute(text.trim()) })
const filled = (groups: EntryGroup[]): EntryGroup[] => groups.filter((group) => group.entries.length)

function apart<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))]
}

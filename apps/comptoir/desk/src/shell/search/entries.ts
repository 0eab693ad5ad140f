/** What the palette offers for a typed text: recent documents, found ones by their kind, lists, new documents, and what can be done. */
import type { RouteLocationRaw } from "vue-router"
import { t } from "@/i18n"
import { fold, typedWords } from "@/logic/folding"
import { formRoute, listRoute, newRoute, searchRoute } from "@/routes"
import type { DocTypeEntry, FoundDocument, ModuleEntry } from "@/types"
import { findSections } from "../find"
import type { Recent } from "../recents"
import type { Command, CommandKind } from "./commands"
import { askedFor, asksHow, BEGUN, ELSEWHERE, EXACT, PIECES, ranked, rankOf } from "./ranking"

export interface Entry {
  key: string
  label: string
  note: string
  icon: string
  to?: RouteLocationRaw
  run?: () => unknown
  /** How surely it is meant; the lower, the surer. */
  rank: number
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
  commands: readonly Command[]
}

const FEW = 5
const FIRST = -1
const KINDS: CommandKind[] = ["document", "actions", "views", "pages", "fields", "help", "keys"]

/** The surest group comes first; of equally sure ones documents come before what can be done with them. */
export function groupsFor(text: string, offer: Offer): EntryGroup[] {
  if (!text.trim()) return filled([{ key: "recent", label: t("Recent"), entries: offer.recents.map((recent) => recentEntry(recent, offer.modules)) }])
  const lists = listsFor(text, offer.modules)
  const [begun, other] = apart(lists, (entry) => fold(entry.label).startsWith(fold(text.trim())))
  const asked = askedNew(text, offer.modules)
  const found = documents(text, offer.found)
  const groups = filled([
    { key: "asked", label: t("New"), entries: asked.slice(0, FEW).map((entry) => newEntry(entry, FIRST)) },
    { key: "begun", label: t("Lists"), entries: begun.slice(0, FEW).map((entry) => listEntry(entry, rankOf(text, entry.label) ?? BEGUN)) },
    ...found,
    { key: "lists", label: begun.length ? t("More lists") : t("Lists"), entries: other.slice(0, FEW).map((entry) => listEntry(entry, Math.min(PIECES, rankOf(text, entry.label) ?? PIECES))) },
    ...KINDS.map((kind) => commandGroup(kind, text, offer.commands)),
    { key: "new", label: t("New"), entries: asked.length ? [] : lists.filter(isMade).slice(0, FEW).map((entry) => newEntry(entry, PIECES)) },
  ])
  const sorted = groups.sort((one, other) => surest(one) - surest(other))
  if (offer.more) sorted.splice(sorted.findLastIndex((group) => found.includes(group)) + 1, 0, { key: "everything", label: "", entries: [everything(text)] })
  return sorted
}

/** By fragments of what they are called, then by words that end otherwise. */
function listsFor(text: string, modules: ModuleEntry[]): DocTypeEntry[] {
  const found = findSections(modules, text).flatMap((module) => module.doctypes)
  if (!/^\s*\p{L}/u.test(text)) return found
  const near = ranked(modules.flatMap((module) => module.doctypes), (entry) => rankOf(text, entry.label, entry.name)).map(({ item }) => item)
  return [...new Set([...near, ...found])]
}

/** Whether Enter may take an entry before the answer to what was typed is there: that might bring something surer. */
export const isSure = (entry: Entry | undefined): boolean => entry !== undefined && !entry.found && (entry.rank <= EXACT || (!entry.run && entry.rank <= BEGUN))

const surest = (group: EntryGroup): number => Math.min(...group.entries.map((entry) => entry.rank))

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

/** By their kind; what is called so goes before what was found by something else. */
function documents(text: string, found: FoundDocument[]): EntryGroup[] {
  const groups = new Map<string, EntryGroup>()
  for (const { item, rank } of ranked(found, (one) => documentRank(text, one))) {
    const group = groups.get(item.doctype) ?? { key: item.doctype, label: item.label, entries: [] }
    groups.set(item.doctype, group)
    group.entries.push(documentEntry(item, rank))
  }
  return [...groups.values()]
}

function documentRank(text: string, one: FoundDocument): number {
  const named = rankOf(text, String(one.name))
  const titled = rankOf(text, one.title)
  return Math.min(named === EXACT ? EXACT : ELSEWHERE, titled !== undefined && titled <= PIECES ? titled : ELSEWHERE)
}

function commandGroup(kind: CommandKind, text: string, commands: readonly Command[]): EntryGroup {
  const own = commands.filter((command) => command.kind === kind)
  const asking = kind === "help" && asksHow(text)
  const meant = asking ? answers(askedFor(text), own) : ranked(own, (command) => rankOf(text, command.label, command.also))
  return { key: kind, label: kindLabel(kind), entries: meant.slice(0, FEW).map(({ item, rank }, at) => commandEntry(item, rank, at)) }
}

/** To a question whatever has some of its words is an answer, before anything else; what has most of them is the first. */
function answers(wanted: string, commands: readonly Command[]): { item: Command; rank: number }[] {
  const words = typedWords(wanted)
  const missed = ({ label, also }: Command): number => words.filter((word) => rankOf(word, label, also) === undefined).length
  return ranked(commands, (command) => (!words.length || missed(command) < words.length ? missed(command) : undefined)).map(({ item }) => ({ item, rank: FIRST }))
}

function kindLabel(kind: CommandKind): string {
  return {
    document: t("This document"), actions: t("Actions"), views: t("Views and reports"), fields: t("Fields of this form"), help: t("How it is done"), pages: t("Pages"), keys: t("Keyboard shortcuts"),
  }[kind]
}

/** The name, where the title does not say it, and the fields in which it was found. */
export const noteOf = (one: FoundDocument): string =>
  [String(one.name) === one.title ? "" : String(one.name), ...one.fields.map((field) => t("{0}: {1}", field.label, field.value))].filter(Boolean).join(" · ")

const documentEntry = (one: FoundDocument, rank: number): Entry => ({
  key: `${one.doctype} ${one.name}`, label: one.title, note: noteOf(one), icon: "file-text", to: formRoute(one.doctype, String(one.name)), found: true, rank,
})

function recentEntry(recent: Recent, modules: ModuleEntry[]): Entry {
  const kind = modules.flatMap((module) => module.doctypes).find((entry) => entry.name === recent.doctype)
  return { key: `${recent.doctype} ${recent.name}`, label: recent.title || recent.name, note: kind?.label ?? recent.doctype, icon: "clock", to: formRoute(recent.doctype, recent.name), rank: EXACT }
}

const commandEntry = ({ kind, label, note, icon, to, run }: Command, rank: number, at: number): Entry => ({ key: `${kind} ${at} ${label}`, label, note: note ?? "", icon, rank, ...(to ? { to } : {}), ...(run ? { run } : {}) })
const isMade = (entry: DocTypeEntry): boolean => Boolean(entry.can_create && !entry.issingle)
const listEntry = (entry: DocTypeEntry, rank: number): Entry => ({ key: `list ${entry.name}`, label: entry.label, note: "", icon: entry.icon || "list", to: listRoute(entry.name), rank })
const newEntry = (entry: DocTypeEntry, rank: number): Entry => ({ key: `new ${entry.name}`, label: t("New: {0}", entry.label), note: "", icon: "plus", to: newRoute(entry.name), rank })
const everything = (text: string): Entry => ({ key: "everything", label: t("All results for “{0}”", text.trim()), note: "", icon: "search", to: searchRoute(text.trim()), rank: ELSEWHERE })
const filled = (groups: EntryGroup[]): EntryGroup[] => groups.filter((group) => group.entries.length)

function apart<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))]
}

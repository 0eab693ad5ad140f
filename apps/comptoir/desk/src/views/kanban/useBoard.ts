/** The columns of a board: read together, continued one by one, and moved at once while the server is asked. */
import { ref, shallowRef, watch, type Ref, type ShallowRef } from "vue"
import { call, resource, type ApiError } from "@/api"
import { useFlight } from "@/composables/useFlight"
import { t } from "@/i18n"
import type { ListState } from "@/list/logic/address"
import { orderBy } from "@/list/logic/address"
import { conditions } from "@/list/logic/request"
import { rememberTitles } from "@/list/titles"
import type { DocTypeView, Document, FieldView, ListAnswer } from "@/types"
import { notify, notifyAll } from "@/ui/toast"
import { continued, laidNames, laidOut, moved, placeOf, renewed, type BoardAnswer, type Pile, type Place } from "./logic/board"

export interface BoardQuestion {
  view: DocTypeView
  state: ListState
  by: FieldView
  total: FieldView | undefined
  fields: string[]
}

/** How the screen calls a card and a column, and where it leads to the document. */
export interface BoardWords {
  card: (row: Document) => string
  column: (value: string | null) => string
  open: (name: string) => void
}

export interface Board {
  piles: ShallowRef<Pile[]>
  moreColumns: Ref<number>
  loading: Ref<boolean>
  loaded: Ref<boolean>
  error: ShallowRef<ApiError | undefined>
  /** Names of the documents that are being saved. */
  saving: ShallowRef<ReadonlySet<string>>
  reload: () => Promise<void>
  loadMore: (value: string | null) => Promise<void>
  move: (name: string, to: Place) => Promise<void>
  /** The order of the list again, in one column. */
  unlay: (value: string | null) => Promise<void>
}

const PAGE = 20
const LONGEST = 100

export function useBoard(question: () => BoardQuestion, words: BoardWords): Board {
  const piles = shallowRef<Pile[]>([])
  const moreColumns = ref(0)
  const loaded = ref(false)
  const { loading, error, ask } = useFlight()
  const saving = shallowRef<ReadonlySet<string>>(new Set())

  function asked(): Record<string, unknown> {
    const { view, state, by, total, fields } = question()
    return { doctype: view.name, by: by.fieldname, total: total?.fieldname, fields, ...conditions(view, state), order_by: orderBy(state.sort), board: state.saved ?? "" }
  }

  const read = (length: number): Promise<void> =>
    ask((signal) => call<BoardAnswer>("comptoir.desk.boards.board", { ...asked(), page_length: length }, "POST", signal), (answer) => {
      rememberTitles(answer.link_titles)
      piles.value = answer.columns
      moreColumns.value = answer.more_columns
      loaded.value = true
    })

  /** As many cards as are shown, so that nothing disappears under the reader. */
  const reload = (): Promise<void> => read(Math.min(LONGEST, Math.max(PAGE, ...piles.value.map((pile) => pile.rows.length))))

  async function loadMore(value: string | null): Promise<void> {
    const { total: _, ...about } = asked()
    const shown = piles.value.find((pile) => pile.value === value)?.rows.length ?? 0
    try {
      const answer = await call<ListAnswer>("comptoir.desk.boards.column", { ...about, value, start: shown, page_length: PAGE })
      rememberTitles(answer.link_titles)
      piles.value = continued(piles.value, value, answer.rows, answer.has_more)
    } catch (cause) {
      notify((cause as ApiError).message, "error")
    }
  }

  /** Keeps how a column stands, or that it stands as the list has it. */
  async function lay(value: string | null, names: string[]): Promise<void> {
    const { view, by, state } = question()
    await call("comptoir.desk.boards.lay", { doctype: view.name, by: by.fieldname, value, names, board: state.saved ?? "" })
    piles.value = laidOut(piles.value, value, names)
  }

  /** A card to another place in its column. */
  async function place(name: string, from: Place, at: number): Promise<void> {
    const pile = piles.value.find((each) => each.value === from.value)
    const row = pile?.rows.find((each) => each.name === name)
    if (!pile || !row) return
    try {
      await lay(from.value, laidNames(pile, from.at, at))
      notify(t("{0} is moved.", words.card(row)), "success", { label: t("Undo"), run: () => void move(name, from) })
    } catch (cause) {
      piles.value = moved(piles.value, name, from, question().by.fieldname, question().total)
      notify((cause as ApiError).message, "error")
    }
  }

  /** In a column that is laid by hand, or below its first card, a card stays where it was put. */
  async function keepPlace(to: Place): Promise<void> {
    const pile = piles.value.find((each) => each.value === to.value)
    if (pile && (pile.laid?.length || to.at > 0)) await lay(to.value, laidNames(pile, to.at, to.at))
  }

  async function unlay(value: string | null): Promise<void> {
    try {
      await lay(value, [])
      await reload()
    } catch (cause) {
      notify((cause as ApiError).message, "error")
    }
  }

  async function move(name: string, to: Place): Promise<void> {
    const { view, by, total } = question()
    const from = placeOf(piles.value, name)
    const row = piles.value.find((pile) => pile.value === from?.value)?.rows[from?.at ?? -1]
    if (!from || !row || saving.value.has(name)) return
    piles.value = moved(piles.value, name, to, by.fieldname, total)
    if (from.value === to.value) return place(name, from, to.at)
    saving.value = new Set([...saving.value, name])
    try {
      const { data, messages } = await resource.update(view.name, name, { [by.fieldname]: to.value ?? "", modified: row.modified })
      piles.value = renewed(piles.value, data)
      notifyAll(messages)
      await keepPlace(to)
      notify(t("{0}: {1}", words.card(row), words.column(to.value)), "success", { label: t("Undo"), run: () => void move(name, from) })
    } catch (cause) {
      piles.value = moved(piles.value, name, from, by.fieldname, total)
      notify((cause as ApiError).message, "error", { label: t("Open"), run: () => words.open(name) })
      if ((cause as ApiError).isConflict) void reload()
    } finally {
      saving.value = new Set([...saving.value].filter((each) => each !== name))
    }
  }

  watch(() => JSON.stringify(asked()), () => void read(PAGE), { immediate: true })
  return { piles, moreColumns, loading, loaded, error, saving, reload, loadMore, move, unlay }
}

/** Gives documents another time: at once on the screen, then on the server; taken back, or put back where it is refused. */
import { type ApiError, resource } from "@/api"
import { t } from "@/i18n"
import type { Document } from "@/types"
import { notify, notifyAll } from "@/ui/toast"
import type { Changes } from "./placing"

export interface MoveTools {
  doctype: () => string
  titleOf: (row: Document) => string
  /** Shows a row as it is now. */
  put: (row: Document) => void
}

export type Move = (row: Document, changes: Changes) => Promise<void>

export function useMoves({ doctype, titleOf, put }: MoveTools): Move {
  return async function move(row, changes): Promise<void> {
    const changed = Object.entries(changes).filter(([fieldname, value]) => (row[fieldname] ?? null) !== value)
    if (!changed.length) return put(row)
    const next = Object.fromEntries(changed)
    put({ ...row, ...next })
    try {
      const answer = await resource.update(doctype(), String(row.name), { ...next, modified: row.modified })
      const saved = { ...row, ...answered(row, next, answer.data) }
      put(saved)
      notifyAll(answer.messages)
      const before = Object.fromEntries(changed.map(([fieldname]) => [fieldname, (row[fieldname] ?? null) as string | null]))
      notify(t("{0} has another time.", titleOf(row)), "success", { label: t("Undo"), run: () => void move(saved, before) })
    } catch (cause) {
      put(row)
      notify(t("{0} stays as it was: {1}", titleOf(row), (cause as ApiError).message), "error")
    }
  }
}

/** What the server made of it, of the fields that are shown. */
function answered(row: Document, sent: Changes, data: Document): Document {
  const shown = [...Object.keys(row), ...Object.keys(sent)]
  return Object.fromEntries(shown.filter((fieldname) => fieldname in data).map((fieldname) => [fieldname, data[fieldname]]))
}

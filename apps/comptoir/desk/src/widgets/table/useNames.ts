/** The documents that pasted texts mean: people paste the titles they see, the server wants names. */
import { call } from "@/api"
import { titleKey, useFormEnv } from "@/form/env"
import type { Doc, Row } from "@/logic/documents"
import { linkFilters } from "@/logic/links"
import type { FieldView } from "@/types"

export interface LinkCell {
  field: FieldView
  row: Row
  text: string
}

export interface Names {
  /** Asks for what the cells hold, once per doctype and filters. */
  lookUp: (cells: readonly LinkCell[]) => Promise<void>
  of: (field: FieldView, row: Row, text: string) => string | undefined
}

type Meant = Record<string, { name: string; title: string }>
const MOST = 500

export function useNames(parent: () => Doc): Names {
  const env = useFormEnv()
  let known = new Map<string, Meant>()

  function questionOf(field: FieldView, row: Row): { key: string; doctype: string; filters: unknown[] } {
    const doctype = field.options ?? ""
    const filters = linkFilters(field, row, parent())
    return { key: JSON.stringify([doctype, filters]), doctype, filters }
  }

  async function lookUp(cells: readonly LinkCell[]): Promise<void> {
    known = new Map()
    const questions = new Map<string, { doctype: string; filters: unknown[]; texts: Set<string> }>()
    for (const { field, row, text } of cells) {
      const { key, doctype, filters } = questionOf(field, row)
      const question = questions.get(key) ?? { doctype, filters, texts: new Set<string>() }
      questions.set(key, question)
      question.texts.add(text)
    }
    await Promise.all([...questions].map(async ([key, { doctype, filters, texts }]) => {
      const all = [...texts]
      const parts = Array.from({ length: Math.ceil(all.length / MOST) }, (_, index) => all.slice(index * MOST, (index + 1) * MOST))
      const found = await Promise.all(parts.map((part) => call<Meant>("comptoir.desk.api.names_meant", { doctype, texts: part, filters: filters.length ? filters : undefined })))
      const meant: Meant = Object.assign({}, ...found)
      known.set(key, meant)
      for (const { name, title } of Object.values(meant)) if (title !== name) env.titles[titleKey(doctype, name)] = title
    }))
  }

  return { lookUp, of: (field, row, text) => known.get(questionOf(field, row).key)?.[text]?.name }
}

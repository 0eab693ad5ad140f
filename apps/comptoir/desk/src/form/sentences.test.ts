import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import fr from "@/i18n/form.fr.json"
import ru from "@/i18n/form.ru.json"

/** The checks give their sentences as data; `t` sees them only at run time. */
const sources = ["src/logic/checks.ts", "src/logic/validation.ts"].map((file) => readFileSync(resolve(process.cwd(), file), "utf8"))
const sentences = [...new Set(sources.flatMap((source) => [...source.matchAll(/(["'])(\{0\}(?:(?!\1).)+)\1/g)].map((found) => found[2]!)))]

describe("the sentences of the checks", () => {
  it("are found", () => {
    expect(sentences.length).toBeGreaterThan(15)
  })

  it.each([["fr", fr], ["ru", ru]] as [string, Record<string, string>][])("are all in %s, with the same holes", (_, catalogue) => {
    const holes = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort()
    expect(sentences.filter((text) => holes(catalogue[text] ?? "").join() !== holes(text).join())).toEqual([])
  })
})

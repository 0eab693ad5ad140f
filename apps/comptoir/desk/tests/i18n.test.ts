import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const SOURCE = join(__dirname, "../src")
const CALL = /\bt\(\s*(["'`])((?:\\.|(?!\1).)*)\1/gs

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Sentences given to t() in code; comments that show its use are not code. */
function sentences(): string[] {
  const sources = files(SOURCE).map((path) => readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, ""))
  return [...new Set(sources.flatMap((text) => [...text.matchAll(CALL)].map((match) => (match[2] ?? "").replace(/\\(["'`])/g, "$1"))))]
}

function catalogue(language: string): Record<string, string> {
  const folder = join(SOURCE, "i18n")
  const names = readdirSync(folder).filter((name) => name === `${language}.json` || name.endsWith(`.${language}.json`))
  return Object.assign({}, ...names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as object))
}

const holes = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(String).sort()

describe.each(["fr", "ru"])("the catalogue %s", (language) => {
  const own = catalogue(language)

  it("has every sentence of the screens", () => {
    expect(sentences().length).toBeGreaterThan(50)
    expect(sentences().filter((sentence) => !own[sentence])).toEqual([])
  })

  it("keeps the holes of every sentence", () => {
    expect(Object.entries(own).filter(([source, text]) => holes(source).join() !== holes(text).join())).toEqual([])
  })
})

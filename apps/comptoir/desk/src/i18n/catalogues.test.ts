import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"

/** Everything the Desk says stands in its own catalogues, so no screen is half English. */
const root = resolve(process.cwd(), "src")
const all = readdirSync(root, { recursive: true, encoding: "utf8" })
const code = all.filter((path) => /\.(ts|vue)$/.test(path) && !path.endsWith(".test.ts")).map((path) => readFileSync(join(root, path), "utf8"))
const told = [...new Set(code.flatMap((text) => [...text.matchAll(/\bt\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g)].map((found) => plain(found[1] ?? found[2]!))))]
const whole = code.join("\n")

function plain(quoted: string): string {
  return quoted.replace(/\\(.)/g, "$1")
}

function holes(text: string): string {
  return (text.match(/\{\d\}/g) ?? []).sort().join()
}

/** Each sentence with what the catalogues of a language say for it. */
function catalogues(language: string): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>()
  for (const file of readdirSync(join(root, "i18n")).filter((name) => name === `${language}.json` || name.endsWith(`.${language}.json`)))
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(root, "i18n", file), "utf8")) as Record<string, string>))
      said.set(key, (said.get(key) ?? new Set()).add(text))
  return said
}

it("sentences are found in the code", () => {
  expect(told.length).toBeGreaterThan(1000)
})

describe.each(["fr", "ru"])("the catalogues in %s", (language) => {
  const said = catalogues(language)

  it("translate every sentence", () => {
    expect(told.filter((key) => !said.get(key))).toEqual([])
  })

  it("say one thing for one sentence", () => {
    expect([...said].filter(([, texts]) => texts.size > 1).map(([key]) => key)).toEqual([])
  })

  it("keep what is filled in", () => {
    expect([...said].filter(([key, texts]) => [...texts].some((text) => holes(text) !== holes(key))).map(([key]) => key)).toEqual([])
  })

  it("hold nothing that is not said any more", () => {
    const given = (key: string): boolean => whole.includes(`"${key}"`) || whole.includes(`'${key}'`)
    expect([...said.keys()].filter((key) => !told.includes(key) && !given(key))).toEqual([])
  })
})

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const ROOT = join(__dirname, "../../../..")
const SOURCE = join(__dirname, "../src")

const names = readdirSync(join(ROOT, "doctypes"), { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
  .map((entry) => (JSON.parse(readFileSync(join(entry.parentPath, entry.name), "utf8")) as { name: string }).name)

it("names no business DocType, so that one never seen before works as well", () => {
  const sources = readdirSync(SOURCE, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name) && !/test/.test(entry.name))
    .map((entry) => ({ path: entry.name, text: readFileSync(join(entry.parentPath, entry.name), "utf8") }))
  const named = names.flatMap((name) => sources.filter(({ text }) => text.includes(`"${name}"`) || text.includes(`'${name}'`)).map(({ path }) => `${path}: ${name}`))
  expect(names.length).toBeGreaterThan(10)
  expect(named).toEqual([])
})

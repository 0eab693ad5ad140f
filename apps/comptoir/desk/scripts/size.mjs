/** Fails when the script of a first screen (entry, frame, and the list) is over its budget, gzipped. */
import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"

const BUDGET = 250 * 1024
/** By the names of their chunks. */
const PAGES = ["Frame", "DocTypePage", "ViewPage", "ListView"]
const dist = new URL("../dist/", import.meta.url)
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"))
const seen = new Set()

function total(key) {
  if (seen.has(key)) return 0
  seen.add(key)
  const chunk = manifest[key]
  const own = gzipSync(readFileSync(new URL(chunk.file, dist))).length
  return (chunk.imports ?? []).reduce((sum, name) => sum + total(name), own)
}

function keyOf(page) {
  const key = Object.keys(manifest).find((each) => manifest[each].name === page && manifest[each].file.endsWith(".js"))
  if (!key) throw new Error(`The build has no ${page}; has it moved? Change PAGES in scripts/size.mjs.`)
  return key
}

const size = ["index.html", ...PAGES.map(keyOf)].reduce((sum, key) => sum + total(key), 0)
console.log(`first screen: ${(size / 1024).toFixed(1)} kB gzip of ${BUDGET / 1024} kB`)
if (size > BUDGET) process.exit(1)

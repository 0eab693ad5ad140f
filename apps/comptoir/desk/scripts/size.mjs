/** Fails when the script of a first screen (entry, frame, and the list) is over its budget, gzipped. */
import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"

const BUDGET = 250 * 1024
const PAGES = ["src/shell/Frame.vue", "src/shell/DocTypePage.vue", "src/list/ListPage.vue"]
const dist = new URL("../dist/", import.meta.url)
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"))
const seen = new Set()

function total(key) {
  if (seen.has(key)) return 0
  seen.add(key)
  const chunk = manifest[key]
  if (!chunk) throw new Error(`The build has no ${key}; has it moved? Change PAGES in scripts/size.mjs.`)
  const own = gzipSync(readFileSync(new URL(chunk.file, dist))).length
  return (chunk.imports ?? []).reduce((sum, name) => sum + total(name), own)
}

const size = ["index.html", ...PAGES].reduce((sum, key) => sum + total(key), 0)
console.log(`first screen: ${(size / 1024).toFixed(1)} kB gzip of ${BUDGET / 1024} kB`)
if (size > BUDGET) process.exit(1)

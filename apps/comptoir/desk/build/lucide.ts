/**
 * Vite plugin for lucide icons: single icons as Vue components for frappe-ui (`~icons/lucide/<name>`) and two
 * tables of path markup for our own `Icon`: the ones every screen uses and, loaded on demand, all of them.
 */
import { readFileSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { createRequire } from "node:module"
import type { Plugin } from "vite"

const require = createRequire(import.meta.url)
const ICONS = join(dirname(require.resolve("lucide-static/package.json")), "icons")
const COMPONENT = "~icons/lucide/"
const TABLES = ["virtual:icons/common", "virtual:icons/all"]

/** The markup inside the `<svg>` element of an icon. */
export function paths(name: string): string {
  const svg = readFileSync(join(ICONS, `${name}.svg`), "utf8")
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? ""
  return inner.replace(/>\s+</g, "><").replace(/\s+\/>/g, "/>").trim()
}

function table(names: string[]): string {
  return `export default ${JSON.stringify(Object.fromEntries(names.map((name) => [name, paths(name)])))}`
}

function component(name: string): string {
  const attributes = {
    viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 1.5,
    "stroke-linecap": "round", "stroke-linejoin": "round",
  }
  return `import { h } from "vue"
export default { inheritAttrs: false, render() {
  return h("svg", { ...${JSON.stringify(attributes)}, ...this.$attrs, innerHTML: ${JSON.stringify(paths(name))} })
} }`
}

export function lucide(common: string[]): Plugin {
  return {
    name: "comptoir-lucide",
    enforce: "pre",
    resolveId: (id) => (id.startsWith(COMPONENT) || TABLES.includes(id) ? `\0${id}` : undefined),
    load(id) {
      if (id === "\0virtual:icons/common") return table(common)
      if (id === "\0virtual:icons/all") return table(readdirSync(ICONS).filter((f) => f.endsWith(".svg")).map((f) => f.slice(0, -4)))
      if (id.startsWith(`\0${COMPONENT}`)) return component(id.slice(COMPONENT.length + 1))
      return undefined
    },
  }
}

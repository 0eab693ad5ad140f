/** Source text cut into parts of a kind, for its colours. Loaded when the first text with a known language is shown. */
import { common, createLowlight } from "lowlight"
import { highlighted, type Kind, type Part } from "./jinja"

const lowlight = createLowlight(common)
/** By what Frappe calls the language of a Code field. */
const LANGUAGES: Record<string, string> = { xml: "xml", svg: "xml", js: "javascript", javascript: "javascript", py: "python", python: "python", pythonexpression: "python", json: "json", css: "css", scss: "scss", less: "less", sql: "sql", markdown: "markdown", yaml: "yaml", shell: "bash" }
const KINDS: Record<string, Kind> = {
  comment: "comment", quote: "comment", string: "string", regexp: "string", addition: "string", keyword: "tag", tag: "tag", name: "tag", "selector-tag": "tag", section: "tag",
  attr: "attribute", attribute: "attribute", property: "attribute", number: "attribute", literal: "attribute", symbol: "attribute", "selector-class": "attribute", "selector-id": "attribute",
  built_in: "jinja", title: "jinja", meta: "jinja", variable: "jinja", "template-variable": "jinja", type: "jinja", bullet: "jinja",
}

interface Node {
  type: string
  value?: string
  properties?: { className?: string[] }
  children?: Node[]
}

/** Undefined for a language that is not known. */
export function coloured(text: string, language: string): Part[] | undefined {
  const asked = language.trim().toLowerCase()
  if (asked === "jinja" || asked === "html") return highlighted(text)
  const known = LANGUAGES[asked]
  return known ? partsOf(lowlight.highlight(known, text) as Node, "") : undefined
}

function partsOf(node: Node, kind: Kind): Part[] {
  if (node.type === "text") return node.value ? [{ text: node.value, kind }] : []
  const own = node.properties?.className?.map((name) => KINDS[name.replace(/^hljs-/, "")]).find((each) => each !== undefined)
  return (node.children ?? []).flatMap((child) => partsOf(child, own ?? kind))
}

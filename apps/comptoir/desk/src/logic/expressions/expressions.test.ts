import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { ExpressionError, compile } from "."

interface Vector {
  source: string
  doc?: unknown
  parent?: unknown
  result?: unknown
  error?: string
}

/** The file is the server's as well: both must give every answer in it. */
const file = resolve(process.cwd(), "../../../tests/vectors/expressions.json")
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[]

function answer({ source, doc, parent }: Vector): unknown {
  try {
    return { result: compile(source).evaluate({ doc, parent }) }
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.code }
    throw error
  }
}

describe("the shared vectors", () => {
  it.each(vectors.map((vector, index) => [index, vector.source.slice(0, 80), vector] as const))("%i: %s", (_, __, vector) => {
    expect(answer(vector)).toEqual("error" in vector ? { error: vector.error } : { result: vector.result })
  })
})

describe("safety", () => {
  it.each(["doc.constructor", "doc.__proto__", 'doc["toString"]', "doc.items.constructor", '"a".constructor'])("%s reaches nothing", (source) => {
    expect(compile(source).evaluate({ doc: { items: [] } })).toBe(null)
  })
})

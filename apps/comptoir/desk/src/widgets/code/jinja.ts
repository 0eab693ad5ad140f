/** Colours for HTML with Jinja in it: the text cut into parts, of which some are of a kind. */
export type Kind = "comment" | "jinja" | "tag" | "attribute" | "string" | ""
export interface Part {
  text: string
  kind: Kind
}

const OUTSIDE = /(\{#[\s\S]*?#\}|<!--[\s\S]*?-->)|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|(<\/?[a-zA-Z][\w-]*|\/?>)/g
const IN_TAG = /(\{#[\s\S]*?#\})|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|(\/?>)|([\w:-]+(?==))|("[^"]*"|'[^']*')/g

export function highlighted(source: string): Part[] {
  const parts: Part[] = []
  let at = 0
  let inTag = false
  const put = (text: string, kind: Kind): void => void (text && parts.push({ text, kind }))
  while (at < source.length) {
    const pattern: RegExp = inTag ? IN_TAG : OUTSIDE
    pattern.lastIndex = at
    const found: RegExpExecArray | null = pattern.exec(source)
    if (!found) break
    put(source.slice(at, found.index), "")
    const [whole, comment, jinja, tag, attribute] = found as unknown as [string, ...(string | undefined)[]]
    put(whole, comment ? "comment" : jinja ? "jinja" : tag ? "tag" : attribute ? "attribute" : "string")
    if (tag) inTag = !tag.endsWith(">")
    at = found.index + whole.length
  }
  put(source.slice(at), "")
  return parts
}

import { expect, it } from "vitest"
import { highlighted } from "./jinja"

const kinds = (source: string): string => highlighted(source).filter((part) => part.kind).map((part) => `${part.kind}:${part.text}`).join(" ")

it("tells tags, attributes, texts and Jinja apart", () => {
  expect(kinds('<p class="a">{{ doc.name }}</p>{# why #}')).toBe('tag:<p attribute:class string:"a" tag:> jinja:{{ doc.name }} tag:</p tag:> comment:{# why #}')
  expect(kinds("<b {% if x %}title='y'{% endif %}/>1 < 2")).toBe("tag:<b jinja:{% if x %} attribute:title string:'y' jinja:{% endif %} tag:/>")
})

it.each(["", "plain", "<", "{{ open", "<p class=", "a {% b\nc %} <!-- d", "<p title=\"{{ x }}\">"])("loses nothing of %j", (source) => {
  expect(highlighted(source).map((part) => part.text).join("")).toBe(source)
})

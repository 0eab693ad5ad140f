/**
 * `t("Save")` in the language of the actor. The English sentence is the key; the catalogues beside this file hold
 * French and Russian, and the server's own translations (labels, messages) come with boot.
 */
import { shallowRef } from "vue"

type Catalogue = Record<string, string>
/** `fr.json` for the frame and the list, `form.fr.json` for the form; read when the language is chosen. */
const files = import.meta.glob<{ default: Catalogue }>("./*.json")

export const lang = shallowRef("en")
const catalogue = shallowRef<Catalogue>({})

/** Switch the language; the screen follows at once because `t` reads reactive state. */
export async function setLanguage(code: string, server: Catalogue = {}): Promise<void> {
  const own = await Promise.all(Object.keys(files).filter((path) => path.endsWith(`/${code}.json`) || path.endsWith(`.${code}.json`)).map((path) => files[path]?.()))
  catalogue.value = Object.assign({}, server, ...own.map((file) => file?.default))
  lang.value = code
  document.documentElement.lang = code
}

/** The sentence in the actor's language with `{0}`, `{1}` filled in. */
export function t(source: string, ...values: (string | number)[]): string {
  const text = catalogue.value[source] || source
  return values.length ? text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole)) : text
}

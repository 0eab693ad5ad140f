/** `@` in the editor: offers whom the server says may be told, and keeps a mention as Frappe does. */
import { type EditorExtension, MentionExtension } from "@frappe-ui/components/TextEditor/extensions/mention/mention-extension"
import { type FindPeople, paused } from "./offering"
import type { Offers } from "./useOffers"

/** Of what frappe-ui brings the list of people is another, the server's, and so is where it is shown. */
export function mentioning(find: FindPeople, shown: Offers["shown"]): EditorExtension {
  const ask = paused(find)
  return MentionExtension.extend({
    addExtensions() {
      const [node, offers] = this.parent()
      return [node!, offers!.configure({ suggestion: { items: ({ query }: { query: string }) => ask(query), render: () => shown } })]
    },
  })
}

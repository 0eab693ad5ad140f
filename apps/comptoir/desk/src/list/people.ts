/** Which DocTypes are about people, told by the icon their declaration carries; their names get a portrait. */
import { entryOf } from "@/stores/session"

const ICONS = new Set(["user", "users", "user-round", "users-round", "circle-user", "circle-user-round", "id-card", "contact", "contact-round", "user-cog"])

export const isPerson = (doctype: string): boolean => ICONS.has(entryOf(doctype)?.icon ?? "")

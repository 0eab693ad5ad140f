/** Where things live in the address bar; the only place that knows the names and shapes of routes. */
import type { LocationQueryRaw, RouteLocationRaw } from "vue-router"
import { slug } from "@/stores/session"

export const listRoute = (doctype: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: "list", params: { slug: slug(doctype) }, query })
export const formRoute = (doctype: string, name: string): RouteLocationRaw => ({ name: "form", params: { slug: slug(doctype), name } })
export const newRoute = (doctype: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: "new", params: { slug: slug(doctype) }, query })

/** Where things live in the address bar; the only place that knows the names and shapes of routes. */
import type { LocationQueryRaw, RouteLocationRaw } from "vue-router"
import { slug } from "@/stores/session"

const LIST = "list"

export const listRoute = (doctype: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: "list", params: { slug: slug(doctype) }, query })
/** A list in another view; the list itself is what it is without one. */
export const viewRoute = (doctype: string, view: string, query: LocationQueryRaw = {}): RouteLocationRaw => (view === LIST ? listRoute(doctype, query) : { name: "view", params: { slug: slug(doctype), view }, query })
/** What stands in the address of an empty form is no name there. */
const NEW = "new"
export const formRoute = (doctype: string, name: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: name === NEW ? "named" : "form", params: { slug: slug(doctype), name }, query })
export const newRoute = (doctype: string, query: LocationQueryRaw = {}): RouteLocationRaw => ({ name: "new", params: { slug: slug(doctype) }, query })

type Asked = Record<string, string | undefined>
/** Only what is asked goes into the address. */
const asked = (query: Asked): LocationQueryRaw => Object.fromEntries(Object.entries(query).filter(([, value]) => value))

export const searchRoute = (text: string, doctype?: string): RouteLocationRaw => ({ name: "search", query: asked({ q: text, doctype }) })
export const permissionsRoute = (about: { doctype?: string; role?: string }): RouteLocationRaw => ({ name: "permissions", query: asked(about) })
/** The contract's `/desk/explain[/doctype/name]`; who is asked about stands behind it. */
export const explainRoute = ({ user, doctype, name }: { user?: string; doctype?: string; name?: string }): RouteLocationRaw => ({ name: "explain", query: asked({ user, doctype, name }) })
export const importRoute = (doctype: string, name?: string): RouteLocationRaw => ({ name: "import", params: { slug: slug(doctype), ...(name ? { name } : {}) } })
/** The designer of a format, of a copy of one (`from`), or of a new one for a doctype; `sample` is the document shown. */
export const designerRoute = ({ format, from, doctype, sample }: { format?: string; from?: string; doctype?: string; sample?: string }): RouteLocationRaw => ({ name: "print-designer", params: format ? { format } : {}, query: asked({ from, doctype, sample }) })
export const printRoute = (doctype: string, name: string): RouteLocationRaw => ({ name: "print", params: { doctype, name } })
export const dashboardRoute = (name?: string): RouteLocationRaw => ({ name: "dashboard", params: name ? { name } : {} })

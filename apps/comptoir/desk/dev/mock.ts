/**
 * A make-believe server for `npm run dev` without a back end; never part of a build. It reads the repository's own
 * DocType declarations and invents rows for them, so that screens can be drawn before the engine runs.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Plugin } from "vite"
import { loadDoctypes, view } from "./mock-meta"
import { matches, rowsOf } from "./mock-rows"
import type { Document, Filter } from "../src/types"

type Args = Record<string, unknown>
const session = { user: "Guest", lang: "en" }
const doctypes = loadDoctypes()

const LANGUAGES = [{ code: "en", label: "English" }, { code: "fr", label: "Français" }, { code: "ru", label: "Русский" }]

function boot(): unknown {
  const guest = { user: session.user, lang: session.lang, languages: LANGUAGES, site_name: "Demo company", translations: {} }
  if (session.user === "Guest") return guest
  const names = [...new Set([...doctypes.values()].map((each) => each.module))]
  const icons: Record<string, string> = { CRM: "handshake", Tasks: "list-checks", Sales: "receipt", Stock: "warehouse", Service: "wrench", KPI: "gauge", Org: "building-2", Core: "settings" }
  return {
    ...guest, full_name: "Anna Lindqvist", time_zone: "Europe/Paris", roles: ["System Manager"], csrf_token: "mock", version: "0.1.0",
    formats: { date: "dd.mm.yyyy", number: "#.###,##", first_day_of_week: 1, currency: "EUR" },
    modules: names.map((name) => ({
      name, label: name, icon: icons[name] ?? "folder",
      doctypes: [...doctypes.values()].filter((each) => each.module === name && !each.istable)
        .map((each) => ({ name: each.name, label: each.name, icon: each.icon, issingle: each.issingle ?? 0, can_create: true, can_read: true })),
    })),
  }
}

function list(args: Args): unknown {
  const doctype = doctypes.get(String(args.doctype))
  if (!doctype) throw new Refusal(404, `There is no DocType called ${args.doctype}.`)
  const size = Number(args.page_length ?? 50)
  const start = Number(args.start ?? 0)
  const found = select(String(args.doctype), args)
  const [by = "modified", order] = String(args.order_by ?? "modified desc").split(" ")
  found.sort((a, b) => (order === "asc" ? 1 : -1) * String(a[by] ?? "").localeCompare(String(b[by] ?? ""), undefined, { numeric: true }))
  return { rows: found.slice(start, start + size), has_more: found.length > start + size, link_titles: {} }
}

function select(doctype: string, args: Args): Document[] {
  const all = (args.filters ?? []) as Filter[]
  const any = (args.or_filters ?? []) as Filter[]
  return rowsOf(doctypes, doctype).filter((row) => all.every((each) => matches(row, each)) && (!any.length || any.some((each) => matches(row, each))))
}

class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message)
  }
}

const METHODS: Record<string, (args: Args) => unknown> = {
  "comptoir.desk.api.boot": boot,
  "comptoir.desk.api.set_lang": (args) => void (session.lang = String(args.lang)),
  "comptoir.desk.api.meta": (args) => view(doctypes, String(args.doctype)),
  "comptoir.desk.api.list": list,
  "comptoir.desk.api.count": (args) => ({ count: Math.min(select(String(args.doctype), args).length, 1000), more: false }),
  "frappe.desk.search.search_link": (args) =>
    rowsOf(doctypes, String(args.doctype)).filter((row) => row.name?.toLowerCase().includes(String(args.txt ?? "").toLowerCase())).slice(0, 20)
      .map((row) => ({ value: row.name, description: String(row.city ?? "") })),
  login: (args) => {
    if (args.pwd !== "demo") throw new Refusal(401, "Invalid login")
    session.user = String(args.usr)
  },
  logout: () => void (session.user = "Guest"),
}

async function body(request: IncomingMessage): Promise<Args> {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return text ? (JSON.parse(text) as Args) : {}
}

function answer(url: URL, args: Args, method: string): unknown {
  if (method === "DELETE") {
    const [, , , doctype = "", name = ""] = url.pathname.split("/").map(decodeURIComponent)
    const rows = rowsOf(doctypes, doctype)
    const at = rows.findIndex((row) => row.name === name)
    if (at % 3 === 2) throw new Refusal(417, `${doctype} ${name} cannot be deleted: other documents point to it.`)
    rows.splice(at, 1)
    return { message: "ok" }
  }
  const run = METHODS[url.pathname.replace("/api/method/", "")]
  if (!run) throw new Refusal(404, `The mock does not know ${url.pathname}.`)
  return { message: run({ ...Object.fromEntries(url.searchParams), ...args }) }
}

export function mock(): Plugin {
  return {
    name: "comptoir-mock",
    configureServer(server) {
      server.middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const url = new URL(request.url ?? "/", "http://mock")
        if (!url.pathname.startsWith("/api/")) return next()
        void body(request).then((args) => {
          response.setHeader("Content-Type", "application/json")
          try {
            if (process.env.MOCK_AS && session.user === "Guest") session.user = process.env.MOCK_AS
            response.end(JSON.stringify(answer(url, args, request.method ?? "GET")))
          } catch (cause) {
            response.statusCode = cause instanceof Refusal ? cause.status : 500
            response.end(JSON.stringify({ exc_type: "ValidationError", _server_messages: JSON.stringify([JSON.stringify({ message: String((cause as Error).message) })]) }))
          }
        })
      })
    },
  }
}

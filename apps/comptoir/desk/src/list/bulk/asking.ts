/** The questions of the dialogs for many documents. */
import { call, callOnce, get } from "@/api"
import type { BulkAction, Standing, Target } from "../logic/bulk"

const PATH = "comptoir.desk.bulk"
const MOST = 10_000
/** Between two questions about how an action stands. */
export const EVERY = 700

/** A key for one decision of the user, however often it is sent. */
export const newKey = (): string => `bulk-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`

export const begin = (key: string, doctype: string, action: BulkAction, { names, all }: Target, detail: Record<string, unknown>): Promise<Standing> =>
  callOnce(key, `${PATH}.begin`, { doctype, action, detail, ...(all ?? { chosen: names }) })

export const standing = (bulk: string, signal?: AbortSignal): Promise<Standing> => call(`${PATH}.standing`, { bulk }, "POST", signal)
export const stop = (bulk: string): Promise<Standing> => call(`${PATH}.stop`, { bulk })
export const goOn = (bulk: string): Promise<Standing> => call(`${PATH}.go_on`, { bulk })
export const undo = (bulk: string): Promise<Standing> => call(`${PATH}.undo`, { bulk })

export const countAll = (doctype: string, { filters, or_filters }: NonNullable<Target["all"]>): Promise<{ count: number; more: boolean }> =>
  call("comptoir.desk.api.count", { doctype, filters, ...(or_filters?.length ? { or_filters } : {}), limit: MOST })

export const findTags = (doctype: string, txt: string): Promise<string[]> => get("frappe.desk.doctype.tag.tag.get_tags", { doctype, txt })

/** What people do beside a document: remarks, assignments, tags, likes, shares, files. Each is stored at once. */
import { callRaw, get } from "@/api"
import { parseServerMessages } from "@/api/errors"
import { findUsers } from "@/api/people"
import type { DocActions, DocState } from "@/composables/useDoc"
import { usersIn } from "@/logic/people"
import { user } from "@/stores/session"
import type { Option } from "@/ui/option"
import { notify, notifyAll } from "@/ui/toast"
import { type Draft, request } from "./mail/draft"
import type { FindPeople } from "./timeline/offering"

export type Given = "read" | "write" | "submit" | "share"

/** Each gives whether it was done; where it was not, a notice has said why. */
export interface Companions {
  comment: (html: string) => Promise<boolean>
  editComment: (name: string, html: string) => Promise<boolean>
  deleteComment: (name: string) => Promise<boolean>
  assign: (to: string) => Promise<boolean>
  unassign: (from: string) => Promise<boolean>
  /** One's own part is done. */
  finish: () => Promise<boolean>
  tag: (tag: string) => Promise<boolean>
  untag: (tag: string) => Promise<boolean>
  knownTags: (text: string) => Promise<string[]>
  like: (liked: boolean) => Promise<boolean>
  follow: (followed: boolean) => Promise<boolean>
  /** With one user, or with everyone where there is none. */
  share: (to: string | undefined, right: Given, given: boolean) => Promise<boolean>
  unshare: (to: string | undefined) => Promise<boolean>
  detach: (file: string) => Promise<boolean>
  mail: (draft: Draft, files: readonly string[]) => Promise<boolean>
  findUsers: (text: string) => Promise<Option[]>
  /** Those who can be mentioned in a remark: they may read the document, or are marked. */
  mentionable: FindPeople
}

export function useCompanions(state: DocState, actions: DocActions): Companions {
  const doctype = (): string => state.meta.value?.doctype.name ?? ""
  const name = (): string => String(state.doc.value?.name ?? "")
  const about = (): { doctype: string; name: string } => ({ doctype: doctype(), name: name() })

  async function attempt(method: string, args: Record<string, unknown>): Promise<boolean> {
    try {
      const answer = await callRaw(method, args)
      notifyAll(parseServerMessages(answer._server_messages))
    } catch (error) {
      notify((error as Error).message, "error")
      return false
    }
    await actions.refreshInfo().catch((error: Error) => notify(error.message, "error"))
    return true
  }

  /** Shown at once and taken back where it is refused: nothing depends on it. */
  async function like(liked: boolean): Promise<boolean> {
    const doc = state.doc.value
    if (!doc) return false
    const before = doc._liked_by
    const others = usersIn(before).filter((each) => each !== user.value)
    doc._liked_by = JSON.stringify(liked ? [...others, user.value] : others)
    const done = await attempt("frappe.desk.like.toggle_like", { ...about(), add: liked ? "Yes" : "No" })
    if (!done) doc._liked_by = before
    return done
  }

  const to = (person: string | undefined): Record<string, unknown> => (person === undefined ? { user: null, everyone: 1 } : { user: person })

  return {
    comment: (html) => attempt("frappe.desk.form.utils.add_comment", { reference_doctype: doctype(), reference_name: name(), content: html, comment_email: user.value, comment_by: user.value }),
    editComment: (comment, html) => attempt("frappe.desk.form.utils.update_comment", { name: comment, content: html }),
    deleteComment: (comment) => attempt("frappe.client.delete", { doctype: "Comment", name: comment }),
    assign: (person) => attempt("frappe.desk.form.assign_to.add", { ...about(), assign_to: [person] }),
    unassign: (person) => attempt("frappe.desk.form.assign_to.remove", { ...about(), assign_to: person }),
    finish: () => attempt("frappe.desk.form.assign_to.close", { ...about(), assign_to: user.value }),
    tag: (tag) => attempt("frappe.desk.doctype.tag.tag.add_tag", { tag, dt: doctype(), dn: name() }),
    untag: (tag) => attempt("frappe.desk.doctype.tag.tag.remove_tag", { tag, dt: doctype(), dn: name() }),
    knownTags: (txt) => get<string[]>("frappe.desk.doctype.tag.tag.get_tags", { doctype: doctype(), txt }),
    like,
    follow: (following) => attempt("frappe.desk.form.document_follow.update_follow", { doctype: doctype(), doc_name: name(), following }),
    share: (person, right, given) => attempt("frappe.share.set_permission", { ...about(), ...to(person), permission_to: right, value: given ? 1 : 0 }),
    unshare: (person) => attempt("frappe.share.remove", { ...about(), ...to(person) }),
    detach: (fid) => attempt("frappe.desk.form.utils.remove_attach", { fid, dt: doctype(), dn: name() }),
    mail: (draft, files) => attempt("frappe.core.doctype.communication.email.make", request(doctype(), name(), draft, files)),
    findUsers,
    mentionable: async (txt) => (await get<{ name: string; full_name: string | null; unreadable?: number }[]>("comptoir.desk.mentioning.people", { ...about(), txt })).map(({ name, full_name, unreadable }) => ({ id: name, label: full_name || name, display: full_name || name, unreadable: Boolean(unreadable) })),
  }
}

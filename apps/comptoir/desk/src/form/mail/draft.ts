/** An e-mail somebody writes about a document: what its dialog asks for, and what is sent of it. */
import type { Doc } from "@/logic/documents"
import type { DocTypeView, FieldView, Letter } from "@/types"

export interface Draft {
  email_template?: string | null
  recipients?: string | null
  cc?: string | null
  bcc?: string | null
  subject?: string | null
  content?: string | null
  attach_print?: 0 | 1
  /** The format in which it is attached. */
  print_format?: string
  send_me_a_copy?: 0 | 1
}

type Say = (text: string) => string

const ask = (fieldname: string, fieldtype: string, label: string, widget: string, more: Partial<FieldView> = {}): FieldView => ({ fieldname, fieldtype, label, widget, can_write: true, ...more })

export function asked(doctype: string, mayPrint: boolean, t: Say): FieldView[] {
  const filters = JSON.stringify([["reference_doctype", "in", [doctype, ""]]])
  return [
    ask("email_template", "Link", t("Template"), "link", { options: "Email Template", link_filters: filters }),
    ask("recipients", "Data", t("Recipients"), "data", { reqd: 1, placeholder: "anna@example.com, boris@example.com" }),
    ask("cc", "Data", t("CC"), "data"),
    ask("bcc", "Data", t("BCC"), "data"),
    ask("subject", "Data", t("Subject"), "data", { reqd: 1 }),
    ask("content", "Text Editor", t("Message"), "text_editor"),
    ...(mayPrint ? [ask("attach_print", "Check", t("Attach the document as PDF"), "check")] : []),
    ask("send_me_a_copy", "Check", t("Send me a copy"), "check"),
  ]
}

/** A new e-mail goes to the first address the document shows, with the paper of a submitted one; an answer goes to whom it answers. */
export function begun(meta: DocTypeView, doc: Doc, title: string, answered?: Letter): Draft {
  if (answered) {
    const subject = answered.subject ?? ""
    const to = answered.sent_or_received === "Received" ? answered.sender : answered.recipients
    return { recipients: to, subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`, content: "" }
  }
  const field = meta.fields.find((each) => each.fieldtype === "Data" && each.options === "Email" && doc[each.fieldname])
  const paper = meta.rights.print && Number(doc.docstatus) === 1 ? { attach_print: 1 as const } : {}
  return { recipients: field ? String(doc[field.fieldname]) : "", subject: title, content: "", ...paper }
}

export function request(doctype: string, name: string, draft: Draft, files: readonly string[]): Record<string, unknown> {
  const { email_template: _, attach_print, print_format: format, ...rest } = draft
  return { ...rest, doctype, name, send_email: 1, attachments: JSON.stringify(files), print_format: attach_print ? format || "Standard" : "" }
}

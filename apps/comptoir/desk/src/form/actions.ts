/** Which actions a document offers now, and which of them comes first. */
import type { Doc } from "@/logic/documents"
import { documentWritable } from "@/logic/visibility"
import type { DocTypeView } from "@/types"

export interface Offered {
  primary: "save" | "submit" | "amend" | undefined
  save: boolean
  submit: boolean
  cancel: boolean
  amend: boolean
  duplicate: boolean
  rename: boolean
  print: boolean
  mail: boolean
  remove: boolean
}

export function offered(meta: DocTypeView, doc: Doc, isNew: boolean, dirty: boolean, children: Record<string, DocTypeView> = {}): Offered {
  const status = Number(doc.docstatus ?? 0)
  const { rights } = meta
  const writable = documentWritable(meta, doc, isNew, children)
  const submittable = Boolean(meta.is_submittable) && status === 0 && Boolean(rights.submit) && !isNew
  const amend = Boolean(meta.is_submittable) && status === 2 && Boolean(rights.amend || rights.create)
  const save = writable && (dirty || isNew)
  return {
    primary: save ? "save" : submittable ? "submit" : amend ? "amend" : undefined,
    save,
    submit: submittable,
    cancel: Boolean(meta.is_submittable) && status === 1 && Boolean(rights.cancel),
    amend,
    duplicate: !isNew && !meta.issingle && Boolean(rights.create),
    rename: !isNew && !meta.issingle && Boolean(meta.allow_rename) && Boolean(rights.write) && status !== 2,
    print: !isNew && Boolean(rights.print),
    mail: !isNew && !meta.issingle && Boolean(rights.email),
    remove: !isNew && !meta.issingle && Boolean(rights.delete) && status !== 1,
  }
}

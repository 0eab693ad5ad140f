/** Uploading files and reading what the server made of them. */
import type { Attachment } from "@/types"
import { request } from "."

export interface UploadTarget {
  doctype?: string
  docname?: string
  fieldname?: string
  isPrivate?: boolean
}

export async function uploadFile(file: File, target: UploadTarget = {}): Promise<Attachment> {
  const form = new FormData()
  form.append("file", file, file.name)
  form.append("is_private", target.isPrivate === false ? "0" : "1")
  for (const key of ["doctype", "docname", "fieldname"] as const) if (target[key]) form.append(key, target[key])
  const answer = await request("POST", "/api/method/upload_file", form)
  return answer.message as Attachment
}

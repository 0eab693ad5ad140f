/** Files on their way to the server and from it. */
import type { Attachment } from "@/types"
import { request, send, unreachable } from "."

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

export interface FileAnswer {
  name: string
  content: Blob
}

/** What a whitelisted function answers that makes a file. */
export async function download(method: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<FileAnswer> {
  const response = await send("POST", `/api/method/${method}`, args, signal)
  try {
    return { name: fileName(response.headers.get("Content-Disposition") ?? "") || method, content: await response.blob() }
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw unreachable()
  }
}

/** The name in a `Content-Disposition`, the one in any letters (RFC 6266) before the plain one. */
export function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="?([^";]*)/i.exec(disposition)?.[1] ?? "")
}

/** Hand a file to the person, as a link to it would. */
export function keepFile({ name, content }: FileAnswer): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

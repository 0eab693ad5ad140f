/** A telephone call that rings at the user, as the server tells of it. */

export interface Caller {
  doctype: string
  name: string
  title: string
  /** What people call the type of document. */
  label: string
}

/** Where a new caller is entered: the type of document, and the field of the number. */
export interface Beginning {
  doctype: string
  fieldname: string
  label: string
}

export type CallState = "Ringing" | "In Progress" | "Completed" | "No Answer" | "Busy" | "Failed"

export interface Ring {
  call: string
  number: string | null
  status: CallState
  /** With the first ring alone. */
  callers?: Caller[]
  beginning?: Beginning | null
}

export interface Call {
  name: string
  number: string
  status: CallState
  callers: Caller[]
  beginning?: Beginning
}

/** What is shown once `ring` is heard: a conversation gives way to no other call, and a call that was put away stays away. */
export function heard(shown: Call | undefined, ring: Ring): Call | undefined {
  if (shown?.name === ring.call) return { ...shown, status: ring.status }
  if (ring.status !== "Ringing" || shown?.status === "In Progress") return shown
  return { name: ring.call, number: ring.number ?? "", status: ring.status, callers: ring.callers ?? [], beginning: ring.beginning ?? undefined }
}

/** How far something that somebody was told has come. */
export interface Receipt {
  user: string
  type: string
  creation: string
  delivered_on: string | null
  read_on: string | null
}

export type Reached = "sent" | "delivered" | "read"

/** What was read has been delivered, whatever screen said so. */
export function reachedOf({ creation, delivered_on: delivered, read_on: read }: Receipt): { state: Reached; at: string } {
  if (read) return { state: "read", at: read }
  return delivered ? { state: "delivered", at: delivered } : { state: "sent", at: creation }
}

/** What the mouse carries from the fields to the sheet, or across the sheet. */
import { shallowRef } from "vue"
import type { Item } from "./arranging"

export type Carried = { item: Item } | { id: number }
export const carried = shallowRef<Carried>()

export function carry(event: DragEvent, what: Carried): void {
  carried.value = what
  event.dataTransfer?.setData("text/plain", "")
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move"
}

export const drop = (): void => void (carried.value = undefined)

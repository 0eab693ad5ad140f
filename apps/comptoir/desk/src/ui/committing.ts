/** Inputs hand over what was typed when they are left: the one with the cursor does so as if it were. */
export function commitFocused(): void {
  const focused = document.activeElement
  if (!(focused instanceof HTMLInputElement)) return
  focused.dispatchEvent(new Event("change", { bubbles: true }))
  // A list of proposals is open until its input is left, whatever changes meanwhile.
  if (focused.getAttribute("role") === "combobox") focused.dispatchEvent(new FocusEvent("blur"))
}

/** Addresses that may be linked to or shown as pictures: our own paths, the web, and drawings. */

/** The address if it is a path of this site or an http(s) address; nothing for `javascript:` and the like. */
export function safeAddress(text: string): string | undefined {
  const address = text.trim()
  return /^\/(?![/\\])/.test(address) || /^https?:\/\//i.test(address) ? address : undefined
}

/** As `safeAddress`, and drawings kept in the value itself. */
export function safePicture(text: string): string | undefined {
  return /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]+$/.test(text) ? text : safeAddress(text)
}

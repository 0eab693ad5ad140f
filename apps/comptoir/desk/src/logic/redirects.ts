/** Where somebody wanted to go before they were asked to sign in: only ever to a page of this site. */

const START = "/app"
const OWN = /^\/(app|desk)(\/|\?|#|$)/

/** The path asked for, or the start page where it leads elsewhere: another host, a scheme, a trick with slashes. */
export function sameSite(wanted: unknown, origin = location.origin): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || /[\\\u0000-\u001f]/.test(wanted)) return START
  try {
    const url = new URL(wanted, origin)
    return url.origin === origin && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : START
  } catch {
    return START
  }
}

/** Whether the Desk itself draws that page; others (a file, the description of the interface) are left to the server. */
export const drawnHere = (path: string): boolean => OWN.test(path)

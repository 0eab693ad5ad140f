/** Pictures of other servers in a received e-mail: hidden until somebody wants to see them, and then fetched by the site. */

const HIDDEN = "img[data-picture]"
const REMOTE = /^https?:\/\//i
const METHOD = "/api/method/comptoir.correspondence.pictures.picture"
const MOST = 200

/** How many pictures of other servers `html` has that are not shown. */
export const hiddenIn = (html: string): number => remote(parsed(html)).length

/** `html` of the e-mail `letter` with those pictures. */
export function withPictures(html: string, letter: string): string {
  const page = parsed(html)
  remote(page).forEach((picture, number) => {
    picture.src = `${METHOD}?${new URLSearchParams({ communication: letter, number: String(number) })}`
    picture.removeAttribute("data-picture")
  })
  return page.body.innerHTML
}

/** Whether this user always wants to see the pictures of `sender`, on this device. */
export const isTrusted = (user: string, sender: string): boolean => trusted(user).includes(sender)

/** Always show them from now on. */
export function trust(user: string, sender: string): void {
  const others = trusted(user).filter((other) => other !== sender)
  localStorage.setItem(keyOf(user), JSON.stringify([sender, ...others].slice(0, MOST)))
}

const keyOf = (user: string): string => `desk.pictures.${user}`

/** Nothing of a page that is made this way is loaded. */
const parsed = (html: string): Document => new DOMParser().parseFromString(html, "text/html")

const remote = (page: Document): HTMLImageElement[] =>
  [...page.querySelectorAll<HTMLImageElement>(HIDDEN)].filter((picture) => REMOTE.test(picture.dataset.picture ?? ""))

function trusted(user: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]")
    return Array.isArray(stored) ? stored.map(String) : []
  } catch {
    return []
  }
}

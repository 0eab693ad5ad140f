/**
 * Moments as the server writes them, reckoned with as if the clock on the site's wall were UTC: so no zone and no
 * change of the clocks where the browser happens to be moves a document.
 */
export const MINUTE = 60_000
export const DAY = 86_400_000

export function toMoment(text: string): Date {
  const time = text.length > 10 ? text.slice(11, 19).padEnd(8, ":00") : "00:00:00"
  return new Date(`${text.slice(0, 10)}T${time}Z`)
}

export const dayText = (moment: Date): string => moment.toISOString().slice(0, 10)
export const momentText = (moment: Date): string => moment.toISOString().slice(0, 19).replace("T", " ")
/** As a field of that type holds it. */
export const textOf = (moment: Date, fieldtype: string): string => (fieldtype === "Date" ? dayText(moment) : momentText(moment))

export const startOfDay = (moment: Date): Date => new Date(Math.floor(moment.getTime() / DAY) * DAY)
/** The midnight after which nothing of it is left. */
export const endOfDay = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / DAY) * DAY)
export const later = (moment: Date, milliseconds: number): Date => new Date(moment.getTime() + milliseconds)

/** What a local moment shows, such as `siteNow()`, as such a moment. */
export const faceOf = (local: Date): Date => new Date(local.getTime() - local.getTimezoneOffset() * MINUTE)

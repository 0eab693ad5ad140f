/** When to try again, in words people use: seconds below a minute and a half, then minutes, then hours. */
import { lang } from "@/i18n"

export function waitingTime(seconds: number): string {
  const relative = new Intl.RelativeTimeFormat(lang.value)
  if (seconds < 90) return relative.format(seconds, "second")
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? relative.format(minutes, "minute") : relative.format(Math.ceil(minutes / 60), "hour")
}

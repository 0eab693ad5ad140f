/** How large a file is, in words. */
import { t } from "@/i18n"
import { formatNumber } from "@/i18n/format"

export function sizeOf(bytes: number): string {
  if (bytes < 1024) return t("{0} B", bytes)
  return bytes < 1024 * 1024 ? t("{0} kB", formatNumber(bytes / 1024, 0)) : t("{0} MB", formatNumber(bytes / 1024 / 1024, 1))
}

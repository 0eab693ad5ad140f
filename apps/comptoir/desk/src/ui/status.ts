/** How the colours that DocTypes give their states look: tint and icon. */

export interface Look {
  tint: string
  icon: string
}

const GREY: Look = { tint: "bg-surface-gray-2 text-ink-gray-7", icon: "circle-dashed" }
const LOOKS: Record<string, Look> = {
  gray: GREY,
  green: { tint: "bg-surface-green-2 text-ink-green-3", icon: "circle-check" },
  blue: { tint: "bg-surface-blue-2 text-ink-blue-3", icon: "circle-dot" },
  cyan: { tint: "bg-surface-cyan-1 text-ink-cyan-1", icon: "circle-play" },
  orange: { tint: "bg-surface-orange-1 text-ink-amber-3", icon: "circle-play" },
  amber: { tint: "bg-surface-amber-1 text-ink-amber-3", icon: "hourglass" },
  yellow: { tint: "bg-surface-amber-1 text-ink-amber-3", icon: "hourglass" },
  red: { tint: "bg-surface-red-2 text-ink-red-4", icon: "circle-alert" },
  pink: { tint: "bg-surface-pink-1 text-ink-pink-1", icon: "flag" },
  purple: { tint: "bg-surface-violet-1 text-ink-violet-1", icon: "circle-pause" },
  violet: { tint: "bg-surface-violet-1 text-ink-violet-1", icon: "circle-pause" },
}

const SYNONYMS: Record<string, string> = { grey: "gray", darkgrey: "gray", "light blue": "cyan", success: "green", danger: "red", warning: "orange", info: "blue" }

export function lookOf(color: string | undefined): Look {
  const name = (color ?? "").toLowerCase()
  return LOOKS[SYNONYMS[name] ?? name] ?? GREY
}

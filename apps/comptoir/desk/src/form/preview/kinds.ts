/** How a file is shown in place. What a browser could run, such as pages and drawings, is only offered for download. */
import { safeAddress } from "@/logic/addresses"

export type Shown = "image" | "pdf" | "text" | "audio" | "video" | "other"

const EXTENSIONS: Record<Exclude<Shown, "other">, string> = {
  image: "png jpg jpeg gif webp bmp ico",
  pdf: "pdf",
  text: "txt csv tsv md log json yaml yml ini",
  audio: "mp3 wav ogg oga m4a flac",
  video: "mp4 webm m4v ogv",
}
const KINDS = new Map(Object.entries(EXTENSIONS).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind as Shown])))

/** The server says of a file what the end of its address says; one of another site is not shown here. */
export function shownAs(address: string): Shown {
  if (!safeAddress(address)?.startsWith("/")) return "other"
  const path = address.split(/[?#]/, 1)[0] ?? ""
  return KINDS.get(/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "") ?? "other"
}

const ICONS: Record<Shown, string> = { image: "image", pdf: "file-text", text: "file-text", audio: "music", video: "video", other: "file" }

export const iconOf = (kind: Shown): string => ICONS[kind]

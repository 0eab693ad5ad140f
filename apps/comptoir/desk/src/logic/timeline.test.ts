import { describe, expect, it } from "vitest"
import type { DocInfo, Told } from "@/types"
import { somebody, usersIn } from "./people"
import { doctype, field } from "./testing"
import { type Shown, chosenOf, entriesOf, toMarkup, withEarlier, withNewest } from "./timeline"

const at = (day: number): string => `2026-01-0${day} 10:00:00.000000`
const about = (name: string, day: number): { name: string; owner: string; creation: string } => ({ name, owner: "anna@example.com", creation: at(day) })
const comment = (name: string, day: number, content = "<p>Hello</p>", comment_type = "Comment"): Told => ({ ...about(name, day), source: "Comment", comment_type, content })
const version = (name: string, day: number, data: object): Told => ({ ...about(name, day), source: "Version", data: JSON.stringify(data) })
const meta = doctype("Thing", [field("city", "Data", { label: "City" })])
const entries = [
  comment("l", 8, "Liked", "Like"),
  version("v3", 7, { changed: [["docstatus", 1, 2]] }),
  version("v2", 6, { changed: [["docstatus", 0, 1], ["city", "Nice", "Lille"]] }),
  { ...about("m", 5), source: "Communication", letter: { name: "m", subject: "Offer" } } as Told,
  { ...about("k", 4), source: "Call Log", call: { name: "k", type: "Incoming" } } as Told,
  comment("c", 3),
  comment("a", 2, "Anna assigned this to <b>Ben</b>", "Assigned"),
].flatMap((told) => entriesOf(told, meta, {}))

describe("the timeline", () => {
  it("tells everything in its order", () => {
    expect(entries.map((entry) => entry.happening ?? entry.kind)).toEqual(["liked", "cancelled", "submitted", "change", "mail", "call", "comment", "told"])
  })

  it("tells a submission apart from what else was changed with it", () => {
    expect(entries.filter((entry) => entry.kind === "change").map((entry) => entry.lines?.map((line) => [line.label, line.after]))).toEqual([[["City", "Lille"]]])
  })

  it("has the sentences of the server without their markup", () => {
    expect(entries.find((entry) => entry.happening === "told")?.text).toBe("Anna assigned this to Ben")
  })

  it("remembers kinds that there are", () => {
    expect([chosenOf(["files", "comments", "gossip"]), chosenOf("comments"), chosenOf(undefined)]).toEqual([["comments", "files"], [], []])
  })
})

describe("what happens meanwhile", () => {
  const place = (name: string, day: number): string => `2026-01-0${day}T10:00:00/${name}`
  const [one, two, three] = [comment("1", 1), comment("2", 2), comment("3", 3)]
  const names = ({ entries }: Shown): string => entries.map((told) => told.name).join("")

  it("stands on top of what is shown, which stays as it is", () => {
    const merged = withNewest({ entries: [two, one], next: "earlier" }, { entries: [three, comment("2", 2)], next: "2026-01-02T10:00:00.000000/2" })
    expect([names(merged), merged.next]).toEqual(["321", "earlier"])
    expect([merged.entries[1], merged.entries[2]]).toEqual([two, one])
    expect(merged.entries[1]).toBe(two)
  })

  it("shows what was changed, and no more what was taken back", () => {
    const merged = withNewest({ entries: [three, two, one], next: null }, { entries: [comment("3", 3, "new")], next: "2026-01-02T10:00:00.000000/1" })
    expect(names(merged)).toBe("31")
    expect(merged.entries[0]).toMatchObject({ content: "new" })
  })

  it("is not joined to what is shown where something may lie between", () => {
    expect(withNewest({ entries: [one], next: null }, { entries: [three], next: place("3", 3) })).toEqual({ entries: [three], next: place("3", 3) })
  })

  it("is all there is where it fits a page", () => {
    expect(withNewest({ entries: [two, one], next: "x" }, { entries: [three], next: null })).toEqual({ entries: [three], next: null })
  })

  it("does not double what a page before it held", () => {
    expect(withEarlier({ entries: [three, two], next: "x" }, { entries: [two, one], next: null })).toEqual({ entries: [three, two, one], next: null })
  })
})

describe("a remark", () => {
  it("is stored as text that cannot be taken for markup", () => {
    expect(toMarkup(' 1 < 2 & "x"\nnext\n\n<b>no</b> ')).toBe("<p>1 &lt; 2 &amp; &quot;x&quot;<br>next</p><p>&lt;b&gt;no&lt;/b&gt;</p>")
  })

  it("links addresses without the full stop behind them", () => {
    expect(toMarkup("See https://example.com/a?b=1.")).toBe('<p>See <a href="https://example.com/a?b=1">https://example.com/a?b=1</a>.</p>')
  })
})

describe("people", () => {
  it("are called by their names where they are known", () => {
    const known = { user_info: { "a@b.fr": { fullname: "Anna", image: "/files/a.png" } } } as unknown as DocInfo
    expect([somebody(known, "a@b.fr"), somebody(known, "c@d.fr")]).toEqual([{ user: "a@b.fr", label: "Anna", image: "/files/a.png" }, { user: "c@d.fr", label: "c@d.fr", image: undefined }])
  })

  it("stand in a summary as a list", () => {
    expect([usersIn('["a","b"]'), usersIn(null), usersIn("[oops"), usersIn("a,b")]).toEqual([["a", "b"], [], [], []])
  })
})

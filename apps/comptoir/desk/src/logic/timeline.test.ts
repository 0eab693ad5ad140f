import { describe, expect, it } from "vitest"
import type { Comment, DocInfo } from "@/types"
import { somebody, usersIn } from "./people"
import { doctype, field } from "./testing"
import { filtered, timelineOf, toMarkup, toText } from "./timeline"

const log = (name: string, creation: string, content = ""): Comment => ({ name, owner: "anna@example.com", creation, content })
const version = (name: string, creation: string, data: object) => ({ name, owner: "ben@example.com", creation, data: JSON.stringify(data) })
const meta = doctype("Thing", [field("city", "Data", { label: "City" })])
const info = {
  comments: [log("c", "2026-01-03 10:00:00", "<p>Hello</p>")],
  versions: [version("v1", "2026-01-02 10:00:00", { changed: [["city", "Lyon", "Nice"]] }), version("v2", "2026-01-04 10:00:00", { changed: [["docstatus", 0, 1], ["city", "Nice", "Lille"]] }), version("v3", "2026-01-05 10:00:00", { changed: [["docstatus", 1, 2]] })],
  assignment_logs: [log("a", "2026-01-03 09:00:00", "Anna assigned this to <b>Ben</b>")],
  communications: [{ name: "m", owner: "anna@example.com", creation: "2026-01-03 11:00:00", subject: "Offer", delivery: [], attachments: [] }],
  like_logs: [log("l", "2026-01-06 09:00:00", "Liked")],
} as unknown as DocInfo
const entries = timelineOf({ creation: "2026-01-01 10:00:00", owner: "anna@example.com" }, info, meta, {})

describe("the timeline", () => {
  it("tells everything, the newest first", () => {
    expect(entries.map((entry) => entry.happening ?? entry.kind)).toEqual(["liked", "cancelled", "submitted", "change", "mail", "comment", "told", "change", "created"])
  })

  it("tells a submission apart from what else was changed with it", () => {
    expect(entries.filter((entry) => entry.kind === "change").map((entry) => entry.lines?.map((line) => [line.label, line.after]))).toEqual([[["City", "Lille"]], [["City", "Nice"]]])
  })

  it("has the sentences of the server without their markup", () => {
    expect(entries.find((entry) => entry.happening === "told")?.text).toBe("Anna assigned this to Ben")
  })

  it("can be asked for remarks, e-mails or changes alone", () => {
    expect([filtered(entries, "comment").length, filtered(entries, "mail").length, filtered(entries, "change").length, filtered(entries, "all").length]).toEqual([1, 1, 2, 9])
  })

  it("of a document that nothing is known of is empty", () => {
    expect(timelineOf({}, undefined, meta, {})).toEqual([])
  })
})

describe("a remark", () => {
  it("is stored as text that cannot be taken for markup", () => {
    expect(toMarkup(' 1 < 2 & "x"\nnext\n\n<b>no</b> ')).toBe("<p>1 &lt; 2 &amp; &quot;x&quot;<br>next</p><p>&lt;b&gt;no&lt;/b&gt;</p>")
  })

  it("links addresses without the full stop behind them", () => {
    expect(toMarkup("See https://example.com/a?b=1.")).toBe('<p>See <a href="https://example.com/a?b=1">https://example.com/a?b=1</a>.</p>')
  })

  it.each(["One line", "Two\nlines", "Two\n\nparagraphs", '<b> & "quotes"'])("%j is edited as it was written", (text) => {
    expect(toText(toMarkup(text))).toBe(text)
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

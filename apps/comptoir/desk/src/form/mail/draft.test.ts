import { describe, expect, it } from "vitest"
import { doctype, field } from "@/logic/testing"
import type { Letter } from "@/types"
import { asked, begun, request } from "./draft"

const meta = doctype("Client", [field("client_name"), field("email", "Data", { options: "Email" })])
const letter = { subject: "Offer", sender: "ann@acme.example", recipients: "us@example.com", sent_or_received: "Received" } as Letter
const say = (text: string): string => text

describe("an e-mail about a document", () => {
  it("goes to the address the document shows, under its title", () => {
    expect(begun(meta, { email: "acme@example.com" }, "Acme")).toEqual({ recipients: "acme@example.com", subject: "Acme", content: "" })
    expect(begun(meta, {}, "Acme").recipients).toBe("")
  })

  it("carries the paper of a submitted document, in its own format", () => {
    expect([begun(meta, { docstatus: 1 }, "").attach_print, begun(meta, { docstatus: 0 }, "").attach_print]).toEqual([1, undefined])
    expect(begun({ ...meta, rights: { ...meta.rights, print: false } }, { docstatus: 1 }, "").attach_print).toBeUndefined()
    expect(request("Client", "CLI-1", { attach_print: 1, print_format: "Client Card" }, []).print_format).toBe("Client Card")
  })

  it("that answers goes to who wrote, or again to whom was written", () => {
    expect(begun(meta, {}, "", letter)).toMatchObject({ recipients: "ann@acme.example", subject: "Re: Offer" })
    expect(begun(meta, {}, "", { ...letter, subject: "RE: Offer", sent_or_received: "Sent" })).toMatchObject({ recipients: "us@example.com", subject: "RE: Offer" })
  })

  it("offers the document on paper to who may print it", () => {
    const names = (mayPrint: boolean): string[] => asked("Client", mayPrint, say).map((each) => each.fieldname)
    expect([names(true).includes("attach_print"), names(false).includes("attach_print")]).toEqual([true, false])
  })

  it("names its files, and no template", () => {
    const sent = request("Client", "CLI-1", { subject: "Offer", email_template: "T", attach_print: 1 }, ["f1"])
    expect(sent).toEqual({ doctype: "Client", name: "CLI-1", subject: "Offer", send_email: 1, attachments: '["f1"]', print_format: "Standard" })
  })
})

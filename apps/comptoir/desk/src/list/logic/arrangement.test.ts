import { describe, expect, it } from "vitest"
import { arranged, moved, readColumns, resized, toggled, wantedOf, writeColumns } from "./arrangement"
import { listColumns, offeredColumns } from "./columns"
import { field, view } from "./testing"

const THING = view([field("subject", "Data"), field("status", "Select", { options: "Open\nDone" }), field("client", "Link", { options: "Party" }), field("secret", "Password"), field("amount", "Currency")], {
  title_field: "subject", list_columns: ["subject", "client"],
})
const nobody = (): boolean => false
const standard = listColumns(THING, nobody)
const offered = offeredColumns(THING, nobody)
const names = (wanted: string): string[] => arranged(standard, offered, readColumns(wanted)).map((column) => column.fieldname)

describe("the columns of a list", () => {
  it("are the usual ones where nothing else is wanted", () => {
    expect(names("")).toEqual(["subject", "status", "client", "modified"])
    expect(names(",;,:5")).toEqual(["subject", "status", "client", "modified"])
  })

  it("are those wanted, behind the title, in their order and each once", () => {
    expect(names("amount,client,amount,gone,secret,subject")).toEqual(["subject", "amount", "client"])
  })

  it("have the width that was given, within reason", () => {
    const shown = arranged(standard, offered, readColumns("amount:9999,client:1,status"))
    expect(shown.slice(1).map((column) => column.width)).toEqual([640, 56, offered.find((column) => column.fieldname === "status")?.width])
  })

  it("are written as they are read", () => {
    expect(writeColumns(readColumns("amount:200, client"))).toBe("amount:200,client")
    expect(writeColumns(wantedOf(arranged(standard, offered, readColumns("amount:200,client")), offered))).toBe("amount:200,client")
  })

  it("are widened, given their usual width again, moved, added and taken away", () => {
    const wanted = readColumns("amount,client")
    expect(writeColumns(resized(wanted, "client", 90.4))).toBe("amount,client:90")
    expect(writeColumns(resized(readColumns("amount:90"), "amount", undefined))).toBe("amount")
    expect(writeColumns(moved(wanted, 1, 0))).toBe("client,amount")
    expect(writeColumns(moved(wanted, 0, 9))).toBe("client,amount")
    expect(writeColumns(toggled(wanted, "owner"))).toBe("amount,client,owner")
    expect(writeColumns(toggled(wanted, "amount"))).toBe("client")
  })
})

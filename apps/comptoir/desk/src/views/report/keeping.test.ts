import { describe, expect, it } from "vitest"
import { keptChart } from "./keeping"

const request = { doctype: "Deal", rows: ["stage"], columns: [], numbers: ["sum:amount"], filters: [["status", "=", "Open"] as [string, string, string]] }

describe("a report that is kept", () => {
  it("is written in the fields of a chart where these can say it", () => {
    expect(keptChart(request, "donut", "Mine")).toEqual({
      chart_name: "Mine", document_type: "Deal", type: "Donut", filters_json: '[["status","=","Open"]]',
      chart_type: "Group By", group_by_based_on: "stage", group_by_type: "Sum", aggregate_function_based_on: "amount",
    })
  })

  it.each([
    [{ rows: ["stage", "client"] }, "bar"], [{ columns: ["status"] }, "bar"], [{ rows: ["closed_on:month"] }, "line"], [{}, "stacked"], [{ numbers: ["max:amount"] }, "bar"], [{ compare: true }, "bar"],
  ] as const)("is kept whole where they cannot: %j %s", (changed, drawing) => {
    const chart = keptChart({ ...request, ...changed } as unknown as typeof request, drawing, "Mine")
    expect(chart.chart_type).toBe("Custom")
    expect(JSON.parse(String(chart.custom_options))).toMatchObject({ rows: ["stage"], numbers: ["sum:amount"], ...changed, drawing })
  })

  it("does not keep a comparison that a ring does not draw", () => {
    expect(keptChart({ ...request, compare: true }, "donut", "Mine").chart_type).toBe("Group By")
  })
})

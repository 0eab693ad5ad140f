/** How a template writes a field as people read it. */
import type { OfferedField } from "./api"

const cell = (of: string, name: string): string => `{{ ${of}.get_formatted("${name}") }}`

export function snippetOf({ fieldname, columns }: OfferedField): string {
  if (!columns) return cell("doc", fieldname)
  const usual = columns.filter((column) => column.is_usual)
  const shown = usual.length ? usual : columns.slice(0, 4)
  const cells = (write: (column: (typeof shown)[number]) => string): string => shown.map((column) => `    ${write(column)}`).join("\n")
  return [
    "<table>", "  <tr>", cells(({ label }) => `<th>${label}</th>`), "  </tr>", `  {% for row in doc.${fieldname} %}`, "  <tr>",
    cells((column) => `<td${column.is_number ? ' style="text-align: right"' : ""}>${cell("row", column.fieldname)}</td>`), "  </tr>", "  {% endfor %}", "</table>",
  ].join("\n")
}

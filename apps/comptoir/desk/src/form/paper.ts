/** A document on paper: a page for the printer, or a file of PDF. */
import { download, keepFile } from "@/api/files"

export function openPaper(doctype: string, name: string): void {
  window.open(`/printview?${new URLSearchParams({ doctype, name })}`, "_blank", "noopener")
}

export async function savePdf(doctype: string, name: string): Promise<void> {
  keepFile(await download("frappe.utils.print_format.download_pdf", { doctype, name }))
}

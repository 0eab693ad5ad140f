/** "Copy requisites" on the form of a client: what a bank or a contract asks for, a line each, on the clipboard. */

const ASKED = [
  "legal_name", "registration_number", "tax_id", "tax_reason_code", "legal_address", "bank_name", "bank_code", "bank_account",
  "correspondent_account", "signatory_title", "signatory", "signatory_basis",
]

const filled = (doc) => ASKED.filter((fieldname) => doc[fieldname])

/** "Label: value" of everything that is known, in the order of `ASKED`; `fields` are those the reader may see. */
export function requisitesOf(doc, fields, format) {
  const labelled = new Map(fields.map((field) => [field.fieldname, field]))
  return filled(doc)
    .filter((fieldname) => labelled.has(fieldname))
    .map((fieldname) => `${labelled.get(fieldname).label}: ${format(labelled.get(fieldname), doc[fieldname], doc).replace(/\s*\n\s*/g, ", ")}`)
    .join("\n")
}

export default function ({ addAction, copy, format, notify, t }) {
  addAction({
    name: "regioncrm-copy-requisites",
    doctype: "Client",
    label: () => t("Copy requisites"),
    offered: (doc) => filled(doc).length > 0,
    async run({ doc, fields }) {
      if (await copy(requisitesOf(doc, fields, format))) notify(t("The requisites are copied."), "success")
    },
  })
}

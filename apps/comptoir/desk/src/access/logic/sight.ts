/** Ordering and narrowing what an explanation tells, so that the sentence that matters is found at once. */
import type { Decision, FieldSight, SeenDocType, Step, UserExplained } from "../explaining"

/** Rights in the order people think of them; those the answer does not know are left out, unknown ones come last. */
export const RIGHT_ORDER = ["select", "read", "write", "create", "delete", "submit", "cancel", "amend", "report", "print", "email", "share", "export", "import"]

export function rightsInOrder(rights: Record<string, Decision>): [string, Decision][] {
  const place = (right: string): number => (RIGHT_ORDER.indexOf(right) + 1 || RIGHT_ORDER.length + 1)
  return Object.entries(rights).sort(([one], [other]) => place(one) - place(other))
}

/** The step that decided a refusal: the first that did not pass. */
export function refusing(decision: Decision): Step | undefined {
  return decision.allow ? undefined : decision.steps.find((step) => !step.passed)
}

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/** DocTypes by module, only those that hold every word typed; the busiest module's order is that of the answer. */
export function byModule(explained: Pick<UserExplained, "doctypes">, wanted: string): { module: string; doctypes: SeenDocType[] }[] {
  const words = fold(wanted).split(/\s+/).filter(Boolean)
  const modules = new Map<string, SeenDocType[]>()
  for (const each of explained.doctypes) {
    const texts = fold([each.label, each.doctype, each.module, ...each.why].join("\n"))
    if (words.every((word) => texts.includes(word))) modules.set(each.module, [...(modules.get(each.module) ?? []), each])
  }
  return [...modules].map(([module, doctypes]) => ({ module, doctypes }))
}

/** Fields with something to explain first: hidden, masked, readable only, then the rest; each in the form's order. */
export function notable(fields: FieldSight[]): FieldSight[] {
  const weight = { hidden: 0, masked: 1, clear: 2 }
  return [...fields].sort((one, other) => weight[one.shown] - weight[other.shown] || Number(one.writable) - Number(other.writable))
}

export const countShown = (fields: FieldSight[]): Record<FieldSight["shown"], number> =>
  fields.reduce((sum, field) => ({ ...sum, [field.shown]: sum[field.shown] + 1 }), { clear: 0, masked: 0, hidden: 0 })

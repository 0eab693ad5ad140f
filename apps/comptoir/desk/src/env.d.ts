/** Modules without types of their own: frappe-ui's sources (checked by their authors, not by us) and virtual tables. */
declare module "@frappe-ui/*.vue" {
  import type { DefineComponent } from "vue"
  const component: DefineComponent<Record<string, unknown>, object, unknown>
  export default component
}
declare module "@frappe-ui/*/mention-extension" {
  /** A part of the editor that is made of others, each of which can be set up. */
  export interface EditorExtension {
    configure(options: object): EditorExtension
    extend(config: { addExtensions(this: { parent: () => EditorExtension[] }): EditorExtension[] }): EditorExtension
  }
  export const MentionExtension: EditorExtension
}
declare module "@frappe-ui/*/TextEditor/commands" {
  const commands: Record<string, { label: string }>
  export default commands
}
declare module "frappe-ui/tailwind" {
  const preset: object
  export default preset
}
declare module "virtual:icons/common" {
  const table: Record<string, string>
  export default table
}
declare module "virtual:icons/all" {
  const table: Record<string, string>
  export default table
}

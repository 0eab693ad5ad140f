/**
 * What a script from an app's `public` folder is handed when the Desk imports it: `docs/reference/desk-scripts.md`.
 *
 * An app's script is plain JavaScript that no build touches, so all it may use comes through `Desk`.
 */
import type * as vue from "vue"
import type { ApiError } from "@/api"
import type { Doc } from "@/logic/documents"
import type { FieldView } from "@/types"
import type { Icon } from "@/ui"
import type { Question } from "@/ui/confirm"
import type { Tone } from "@/ui/toast"
import type { WidgetDefinition } from "@/widgets/contract"

/** The form around an action, with a saved document in it. */
export interface FormHandle {
  readonly doctype: string
  readonly name: string
  /** The fields of the doctype that the actor may read, with their labels in the language of the actor. */
  readonly fields: readonly FieldView[]
  /** The document as it stands on the screen. */
  readonly doc: Readonly<Doc>
  /** Enter a value as if somebody had typed it; what follows from it is fetched. Throws for a field there is not. */
  set: (fieldname: string, value: unknown) => void
  /** Whether all is saved; what is wrong is shown on the form. */
  save: () => Promise<boolean>
  reload: () => Promise<void>
}

/** A button of the form, beside those that the doctype declares. */
export interface FormAction {
  /** Begins with the name of the app. */
  name: string
  /** Asked whenever the form is drawn, so that it follows the language. */
  label: () => string
  /** Without one, every doctype has it. */
  doctype?: string
  group?: () => string
  offered?: (doc: Readonly<Doc>, about: { canWrite: boolean }) => boolean
  run: (form: FormHandle) => unknown
}

export interface Desk {
  /** What a widget's component is made with. */
  vue: Pick<typeof vue, "Fragment" | "computed" | "defineComponent" | "h" | "nextTick" | "onMounted" | "onUnmounted" | "ref" | "shallowRef" | "watch">
  Icon: typeof Icon
  addWidget: (definition: WidgetDefinition) => void
  addAction: (action: FormAction) => void
  /** The stylesheet at `address`, such as `new URL("./style.css", import.meta.url)`. */
  addStyle: (address: string | URL) => void
  t: (source: string, ...values: (string | number)[]) => string
  /** A value as people read it, in their language. */
  format: (field: FieldView, value: unknown, doc?: Doc) => string
  /** Calls of whitelisted methods by their dotted name; `get` where nothing is changed. They throw an `ApiError`. */
  get: <T>(method: string, args?: Record<string, unknown>) => Promise<T>
  call: <T>(method: string, args?: Record<string, unknown>) => Promise<T>
  /** Whether the text is on the clipboard; where it is not, the reader has been told. */
  copy: (text: string) => Promise<boolean>
  notify: (message: string, tone?: Tone) => void
  confirm: (question: Question) => Promise<boolean>
  /** Go to a list, or to a document of it. */
  open: (doctype: string, name?: string) => Promise<void>
}

export type Script = (desk: Desk) => unknown
export type { ApiError, WidgetDefinition }

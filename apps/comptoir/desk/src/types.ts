/** What the server tells about DocTypes, documents and the actor; the shapes of `comptoir.desk.api`. */
import type { FormTour, Guidance } from "@/tour/contract"
import type { CalendarView } from "@/views/calendar/contract"

export type Value = string | number | boolean | null | undefined | Document[] | string[]
/** A document or a child row as the REST API carries it. */
export interface Document {
  name?: string
  doctype?: string
  docstatus?: number
  owner?: string
  creation?: string
  modified?: string
  modified_by?: string
  idx?: number
  parent?: string
  parentfield?: string
  parenttype?: string
  [fieldname: string]: Value
}

export interface FieldView {
  fieldname: string
  fieldtype: string
  label?: string
  options?: string
  widget: string
  can_write: boolean
  reqd?: 0 | 1 | boolean
  read_only?: 0 | 1 | boolean
  hidden?: 0 | 1 | boolean
  bold?: 0 | 1 | boolean
  unique?: 0 | 1 | boolean
  collapsible?: 0 | 1 | boolean
  set_only_once?: 0 | 1 | boolean
  allow_on_submit?: 0 | 1 | boolean
  non_negative?: 0 | 1 | boolean
  no_copy?: 0 | 1 | boolean
  translatable?: 0 | 1 | boolean
  in_list_view?: 0 | 1 | boolean
  in_standard_filter?: 0 | 1 | boolean
  fetch_if_empty?: 0 | 1 | boolean
  ignore_user_permissions?: 0 | 1 | boolean
  hide_days?: 0 | 1 | boolean; hide_seconds?: 0 | 1 | boolean
  hide_border?: 0 | 1 | boolean
  sort_options?: 0 | 1 | boolean
  print_hide?: 0 | 1 | boolean
  report_hide?: 0 | 1 | boolean
  is_virtual?: 0 | 1 | boolean
  /** Its sum means nothing, though it is a number. */
  not_summed?: 0 | 1 | boolean
  /** A link to documents that lie below each other. */
  tree?: 0 | 1
  /** A link to documents that stand for users: one of them may be "me". */
  person?: 0 | 1
  /** The doctype of a Dynamic Link whose type nobody chooses. */
  target?: string
  show_dashboard?: 0 | 1 | boolean
  allow_in_quick_entry?: 0 | 1 | boolean
  default?: string
  description?: string
  placeholder?: string
  documentation_url?: string
  depends_on?: string
  mandatory_depends_on?: string
  read_only_depends_on?: string
  collapsible_depends_on?: string
  fetch_from?: string
  link_filters?: string
  precision?: string | number
  length?: number
  columns?: number
  permlevel?: number
  max_height?: string
  width?: string
  mask?: string
  pattern?: string
  pattern_message?: string
  normalise?: string
  minimum?: number; maximum?: number
  option_labels?: Record<string, string>
}

export interface StateView {
  title: string
  color: string
}

export type Right =
  | "select" | "read" | "write" | "create" | "delete" | "submit" | "cancel" | "amend"
  | "export" | "import" | "print" | "email" | "share" | "report"

export interface LinkView {
  link_doctype: string
  link_fieldname: string
  group?: string
  /** Cards and charts about those documents, as JSON text: they stand above the form. */
  dashboard?: string
}

/** A button of the form; `docs/reference/doctype-actions.md` says what its keys mean. */
export interface ActionView {
  label: string
  action_type?: string
  action?: string
  group?: string
  depends_on?: string
  confirm?: string
  message?: string
  open_doctype?: string
  open_key?: string
  no_reload?: 0 | 1 | boolean
  arguments: FieldView[]
}

export interface DocTypeView {
  name: string
  label: string
  module: string
  description?: string
  icon?: string
  issingle?: 0 | 1 | boolean
  istable?: 0 | 1 | boolean
  is_submittable?: 0 | 1 | boolean
  is_tree?: 0 | 1 | boolean
  nsm_parent_field?: string
  autoname?: string
  naming_rule?: string
  title_field?: string
  image_field?: string
  search_fields: string[]
  sort_field?: string
  sort_order?: string
  allow_rename?: 0 | 1 | boolean
  track_changes?: 0 | 1 | boolean
  quick_entry?: 0 | 1 | boolean
  max_attachments?: number
  show_title_field_in_link?: 0 | 1 | boolean
  /** The names of its documents are words, said in the reader's language. */
  translated_doctype?: 0 | 1 | boolean; counts_when?: string
  states: StateView[]
  fields: FieldView[]
  list_columns: string[]
  standard_filters: string[]
  rights: Record<Right, boolean>
  /** What the actor has set for the screens of this doctype, by the part of the screen. */
  user_settings?: Record<string, unknown>
  links: LinkView[]
  /** Links whose choice offers values of other fields; whether the server tells what else follows, before a save. */
  offers?: string[]
  is_calculated?: boolean
  actions: ActionView[]
  calendar?: CalendarView | null
}

export interface MetaBundle {
  doctype: DocTypeView
  children: Record<string, DocTypeView>
}

export interface DocTypeEntry {
  name: string
  label: string
  icon?: string
  issingle?: 0 | 1 | boolean
  can_create: boolean
  can_read: boolean
}

export interface ModuleEntry {
  name: string
  label: string
  icon?: string
  doctypes: DocTypeEntry[]
}

export interface Formats {
  date: string
  number: string
  first_day_of_week: number | string
  currency: string
  /** The country whose telephone numbers need no code. */
  phone_region?: string
}

export interface Language {
  code: string
  label: string
}

/** As Guest only user, lang, languages and site_name are known, and translations are empty. */
export interface Boot {
  user: string
  lang: string
  languages: Language[]
  site_name: string
  translations: Record<string, string>
  full_name?: string
  user_image?: string
  /** The user an administrator sees the site as. */
  viewing_as?: { user: string; full_name: string } | null
  time_zone?: string
  roles?: string[]
  csrf_token?: string
  version?: string
  formats?: Formats
  modules?: ModuleEntry[]
  guidance?: Guidance
  /** Of the forms the actor may open. */
  tours?: FormTour[]
  /** Addresses of the scripts that installed apps bring. */
  scripts?: string[]
}

/** One condition of a list: [fieldname, operator, value], as `comptoir.desk.api.list` takes it. */
export type Filter = [fieldname: string, operator: string, value: FilterValue]
/** Conditions joined by "and" or "or", and groups of them. */
export type FilterTree = Filter | (FilterTree | "and" | "or")[]
export type FilterValue = string | number | boolean | null | (string | number)[]

export interface ListRequest {
  doctype: string
  fields: string[]
  filters?: FilterTree[]
  or_filters?: Filter[]
  order_by?: string
  start?: number
  page_length?: number
}

/** A list under a title, as `comptoir.desk.saved_views` tells of it. */
export interface SavedView {
  name: string
  title: string
  document_type: string
  /** The view of the list, such as "kanban". */
  view: string
  query: Record<string, string | string[]>
  owner: string
  everybody: 0 | 1
  roles: string[]
  /** The branch it is shared with. */
  scope: string | null
  pinned: 0 | 1
  is_default: 0 | 1
  own: boolean
  can_write: boolean
}

export interface ListAnswer {
  rows: Document[]
  has_more: boolean
  /** "DocType::name" to title. */
  link_titles: Record<string, string>
}

export interface SearchResult {
  value: string
  description?: string
  label?: string
}

/** A document that a search over everything found. */
export interface FoundDocument {
  doctype: string
  label: string
  name: string | number
  title: string
  image?: string | null
  /** The fields, beside name and title, in which it was found. */
  fields: { label: string; value: string }[]
}

export interface FoundDocuments {
  found: FoundDocument[]
  has_more: boolean
}

export interface Comment {
  name: string
  content: string
  owner: string
  creation: string
  comment_type?: string
}

export interface Version {
  name: string
  owner: string
  creation: string
  data: string
}

export type Delivery = "Not Sent" | "Sending" | "Sent" | "Refused" | "Unsure" | "Expired" | "Unsubscribed"

/** An e-mail about a document. */
export interface Letter {
  name: string
  owner: string
  creation: string
  subject: string | null
  content: string | null
  sender: string | null
  sender_full_name: string | null
  recipients: string | null
  cc: string | null
  sent_or_received: "Sent" | "Received"
  /** Of those it was sent to from here. */
  delivery: { recipient: string; kind: string; status: Delivery; bounced?: 0 | 1; error: string | null }[]
  attachments: { file_name: string; file_url: string | null }[]
}

/** A telephone call about a document. */
export interface Call {
  name: string
  type: "Incoming" | "Outgoing"
  status: string | null
  caller_number: string | null
  duration: number | null
  summary: string | null
}

/** An entry of a timeline as the server tells it. */
export type Told = { name: string; creation: string; owner: string } & (
  | { source: "Comment"; comment_type: string; content: string | null }
  | { source: "Version"; data: string }
  | { source: "Communication"; letter: Letter }
  | { source: "Call Log"; call: Call }
)

export interface TimelinePage {
  entries: Told[]
  /** Where the page behind it begins; nothing behind the last. */
  next: string | null
  user_info: NonNullable<DocInfo["user_info"]>
}

export interface Attachment {
  name: string
  file_name: string
  file_url: string
  is_private?: 0 | 1
  file_size?: number
}

export interface Assignment {
  name: string
  /** The user it is assigned to. */
  owner: string
  description?: string
  status?: string
}

export interface Share {
  name: string
  user?: string
  everyone?: 0 | 1
  read?: 0 | 1
  write?: 0 | 1
  submit?: 0 | 1
  share?: 0 | 1
}

/** What stands around a document; lists are newest first. */
export interface DocInfo {
  permissions: Partial<Record<Right, boolean | 0 | 1>>
  attachments: Attachment[]
  comments: Comment[]
  versions: Version[]
  communications?: Letter[]
  assignments: Assignment[]
  tags: string
  shared: Share[]
  user_info?: Record<string, { fullname?: string; image?: string | null }>
  assignment_logs?: Comment[]
  attachment_logs?: Comment[]
  info_logs?: Comment[]
  like_logs?: Comment[]
  workflow_logs?: Comment[]
}

export interface LoadedDocument {
  doc: Document
  docinfo: DocInfo
  link_titles: Record<string, string>
}

/** A problem the server reports at one field. */
export interface FieldProblem {
  fieldname: string
  message: string
  parentfield?: string
  idx?: number
}

export interface ServerMessage {
  message: string
  title?: string
  indicator?: string
}

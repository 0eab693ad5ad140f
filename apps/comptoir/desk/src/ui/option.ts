/** Something that can be picked from a list. */
export interface Option {
  value: string
  label: string
  note?: string
}

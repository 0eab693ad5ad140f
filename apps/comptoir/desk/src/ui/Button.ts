/** frappe-ui's Button, which has the name it is given as `aria-label` as well; on its own it calls itself by `label` alone. */
import { type FunctionalComponent, h } from "vue"
import Button from "@frappe-ui/components/Button/Button.vue"

const NamedButton: FunctionalComponent = (_, { attrs, slots }) => {
  const { label, "aria-label": name, ...rest } = attrs as { label?: string; "aria-label"?: string }
  const shown = name && label && !slots.default && !slots.icon ? { ...slots, default: () => label } : slots
  return h(Button, { ...rest, label: name ?? label }, shown)
}
NamedButton.inheritAttrs = false

export default NamedButton as unknown as typeof Button

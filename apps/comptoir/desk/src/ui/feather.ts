/** Stands in for feather-icons: frappe-ui's older components ask it for an icon by name; these are the ones they use. */
import common from "virtual:icons/common"

const NAMES: Record<string, string> = { "help-circle": "circle-question-mark", "alert-triangle": "triangle-alert", "alert-circle": "circle-alert", "check-circle": "circle-check", "more-horizontal": "ellipsis" }
const icon = (name: string) => ({ contents: common[NAMES[name] ?? name] ?? common.circle, attrs: { viewBox: "0 0 24 24", class: "" } })

export default {
  icons: Object.fromEntries([...Object.keys(common), ...Object.keys(NAMES)].map((name) => [name, icon(name)])),
}

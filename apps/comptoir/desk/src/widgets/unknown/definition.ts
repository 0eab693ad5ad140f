import { defineWidget } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "unknown", rank: () => -1, component: Widget, showsReadOnly: true })

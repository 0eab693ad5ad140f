import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "table", rank: forTypes("table", "Table"), component: Widget, showsReadOnly: true, group: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "dynamic_link", rank: forTypes("dynamic_link", "Dynamic Link"), component: Widget, showsReadOnly: true })

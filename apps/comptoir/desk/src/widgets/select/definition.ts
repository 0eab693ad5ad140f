import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "select", rank: forTypes("select", "Select"), component: Widget, showsReadOnly: true })

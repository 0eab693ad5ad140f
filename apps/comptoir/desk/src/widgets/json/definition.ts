import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "json", rank: forTypes("json", "JSON"), component: Widget, showsReadOnly: true })

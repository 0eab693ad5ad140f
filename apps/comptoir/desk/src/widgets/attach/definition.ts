import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "attach", rank: forTypes("attach", "Attach"), component: Widget, showsReadOnly: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "icon", rank: forTypes("icon", "Icon"), component: Widget, showsReadOnly: true })

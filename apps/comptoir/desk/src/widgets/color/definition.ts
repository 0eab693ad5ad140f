import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "color", rank: forTypes("color", "Color"), component: Widget, showsReadOnly: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "code", rank: forTypes("code", "Code"), component: Widget, showsReadOnly: true })

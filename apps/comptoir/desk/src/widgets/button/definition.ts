import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "button", rank: forTypes("button", "Button"), component: Widget, showsReadOnly: true, ownLabel: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "html", rank: forTypes("html", "HTML"), component: Widget, showsReadOnly: true, ownLabel: true })

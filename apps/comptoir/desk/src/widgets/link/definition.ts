import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "link", rank: forTypes("link", "Link"), component: Widget, showsReadOnly: true })

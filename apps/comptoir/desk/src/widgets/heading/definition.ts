import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "heading", rank: forTypes("heading", "Heading"), component: Widget, showsReadOnly: true, ownLabel: true })

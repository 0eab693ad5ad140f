import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "text_editor", rank: forTypes("text_editor", "Text Editor"), component: Widget, showsReadOnly: true, group: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "textarea", rank: forTypes("textarea", "Small Text", "Text", "Long Text"), component: Widget, showsReadOnly: true })

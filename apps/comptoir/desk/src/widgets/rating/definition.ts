import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "rating", rank: forTypes("rating", "Rating"), component: Widget, showsReadOnly: true, group: true })

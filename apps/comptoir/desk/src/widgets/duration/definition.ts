import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "duration", rank: forTypes("duration", "Duration"), component: Widget, group: true })

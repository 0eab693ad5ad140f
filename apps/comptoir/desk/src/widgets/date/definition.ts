import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "date", rank: forTypes("date", "Date"), component: Widget })

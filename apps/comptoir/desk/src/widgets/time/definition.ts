import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "time", rank: forTypes("time", "Time"), component: Widget })

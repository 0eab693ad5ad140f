import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "data", rank: forTypes("data", "Data"), component: Widget })

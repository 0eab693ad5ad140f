import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "read_only", rank: forTypes("read_only", "Read Only"), component: Widget })

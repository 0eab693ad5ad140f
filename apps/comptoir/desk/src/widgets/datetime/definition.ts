import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "datetime", rank: forTypes("datetime", "Datetime"), component: Widget })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "autocomplete", rank: forTypes("autocomplete", "Autocomplete"), component: Widget })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "table_multiselect", rank: forTypes("table_multiselect", "Table MultiSelect"), component: Widget, showsReadOnly: true })

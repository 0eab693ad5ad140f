import { type WidgetDefinition, betterFor, defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

const phoneField = forTypes("phone", "Phone")
const phoneData = betterFor(forTypes("data", "Data"), (field) => field.options === "Phone")
const rank: WidgetDefinition["rank"] = (field) => Math.max(phoneField(field), phoneData(field))

export default defineWidget({ name: "phone", rank, component: Widget, showsReadOnly: true })

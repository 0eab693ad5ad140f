import { betterFor, defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "url", rank: betterFor(forTypes("data", "Data"), (field) => field.options === "URL"), component: Widget, showsReadOnly: true })

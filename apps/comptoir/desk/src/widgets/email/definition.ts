import { betterFor, defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "email", rank: betterFor(forTypes("data", "Data"), (field) => field.options === "Email"), component: Widget, showsReadOnly: true })

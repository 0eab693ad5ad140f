import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "password", rank: forTypes("password", "Password"), component: Widget })

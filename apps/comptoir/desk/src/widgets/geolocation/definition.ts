import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "geolocation", rank: forTypes("geolocation", "Geolocation"), component: Widget, showsReadOnly: true, group: true })

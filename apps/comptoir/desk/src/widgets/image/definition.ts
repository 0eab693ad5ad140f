import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "image", rank: forTypes("image", "Image"), component: Widget, showsReadOnly: true })

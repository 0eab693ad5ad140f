import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "attach_image", rank: forTypes("attach_image", "Attach Image"), component: Widget, showsReadOnly: true })

import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "signature", rank: forTypes("signature", "Signature"), component: Widget, showsReadOnly: true, group: true })

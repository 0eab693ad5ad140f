import { defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

export default defineWidget({ name: "check", rank: forTypes("check", "Check"), component: Widget, showsReadOnly: true, ownLabel: true })

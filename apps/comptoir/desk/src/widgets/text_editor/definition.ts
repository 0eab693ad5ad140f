import { defineAsyncComponent } from "vue"
import { defineWidget, forTypes } from "../contract"

export default defineWidget({ name: "text_editor", rank: forTypes("text_editor", "Text Editor"), component: defineAsyncComponent(() => import("./Widget.vue")), showsReadOnly: true, group: true })

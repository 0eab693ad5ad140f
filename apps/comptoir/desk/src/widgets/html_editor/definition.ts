import { defineAsyncComponent } from "vue"
import { defineWidget, forTypes } from "../contract"

export default defineWidget({ name: "html_editor", rank: forTypes("html_editor", "HTML Editor"), component: defineAsyncComponent(() => import("./Widget.vue")), showsReadOnly: true })

import { defineAsyncComponent } from "vue"
import { defineWidget, forTypes } from "../contract"

export default defineWidget({ name: "markdown_editor", rank: forTypes("markdown_editor", "Markdown Editor"), component: defineAsyncComponent(() => import("./Widget.vue")), showsReadOnly: true })

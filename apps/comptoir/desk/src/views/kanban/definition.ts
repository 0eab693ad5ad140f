import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"
import { groupFields } from "./logic/fields"

export default defineView({
  name: "kanban", label: () => t("Board"), icon: "columns-2", order: 10, suits: (view) => groupFields(view).length > 0, component: defineAsyncComponent(() => import("./KanbanView.vue")),
})

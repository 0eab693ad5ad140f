import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"

export default defineView({ name: "gantt", label: () => t("Gantt"), icon: "chart-gantt", order: 21, suits: (view) => Boolean(view.calendar?.end), component: defineAsyncComponent(() => import("./GanttView.vue")) })

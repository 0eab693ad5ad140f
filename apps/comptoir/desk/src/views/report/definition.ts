import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"

export default defineView({
  name: "report", label: () => t("Report"), icon: "chart-no-axes-column", order: 60,
  suits: (view) => Boolean(view.rights.report && !view.issingle), component: defineAsyncComponent(() => import("./ReportView.vue")),
})

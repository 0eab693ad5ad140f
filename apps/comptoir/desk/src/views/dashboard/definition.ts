import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"

export default defineView({
  name: "dashboard", label: () => t("Dashboard"), icon: "layout-dashboard", order: 70,
  suits: (view) => Boolean(view.rights.report && !view.issingle), component: defineAsyncComponent(() => import("./DashboardView.vue")),
})

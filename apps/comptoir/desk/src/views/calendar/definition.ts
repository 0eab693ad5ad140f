import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"

export default defineView({ name: "calendar", label: () => t("Calendar"), icon: "calendar-days", order: 20, suits: (view) => Boolean(view.calendar), component: defineAsyncComponent(() => import("./CalendarView.vue")) })

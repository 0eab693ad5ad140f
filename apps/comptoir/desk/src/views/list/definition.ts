import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"

export default defineView({ name: "list", label: () => t("List"), icon: "list", order: 0, suits: () => true, component: defineAsyncComponent(() => import("@/list/ListView.vue")) })

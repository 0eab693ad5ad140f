import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"
import { parentField } from "./logic/fields"

export default defineView({
  name: "tree", label: () => t("Tree"), icon: "list-tree", order: 20, suits: (view) => parentField(view) !== undefined, component: defineAsyncComponent(() => import("./TreeView.vue")),
})

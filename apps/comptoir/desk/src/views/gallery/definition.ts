import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"
import { imageField } from "./logic/fields"

export default defineView({
  name: "gallery", label: () => t("Gallery"), icon: "layout-grid", order: 30, suits: (view) => imageField(view) !== undefined, component: defineAsyncComponent(() => import("./GalleryView.vue")),
})

import { defineAsyncComponent } from "vue"
import { t } from "@/i18n"
import { defineView } from "../contract"
import { placeFields } from "./logic/places"

export default defineView({
  name: "map", label: () => t("Map"), icon: "map", order: 31, suits: (view) => placeFields(view).length > 0, component: defineAsyncComponent(() => import("./MapView.vue")),
})

/** Start: the theme before anything is drawn, then what the server tells about the actor, then the first page. */
import { createApp } from "vue"
import App from "./App.vue"
import { router } from "./router"
import { startTheme } from "./shell/theme"
import "./style.css"

startTheme()
createApp(App).use(router).mount("#app")

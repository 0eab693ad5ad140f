/** Start: the theme before anything is drawn, then what the server tells about the actor, then the first page. */
import { createApp } from "vue"
import App from "./App.vue"
import { router } from "./router"
import { startTheme } from "./shell/theme"
import "./style.css"

/** A page left open over an update asks for chunks that are gone: load the new version, once. */
const RELOADED = "desk.reloaded"
window.addEventListener("vite:preloadError", (event) => {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < 10_000) return
  event.preventDefault()
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
})

// It only says, in words, that there is no network; nothing is kept by it.
if (import.meta.env.PROD) void navigator.serviceWorker?.register("/sw.js", { scope: "/app" }).catch(() => undefined)

startTheme()
createApp(App).use(router).mount("#app")

/** Routes under /app: home, a list, a form; everything but login asks for a session first. */
import { createRouter, createWebHistory } from "vue-router"
import { whenSignedOut } from "@/api"
import { boot, dropSession, loadBoot, signedIn } from "@/stores/session"

export const router = createRouter({
  history: createWebHistory("/app"),
  routes: [
    { path: "/login", name: "login", component: () => import("@/shell/LoginPage.vue"), meta: { open: true } },
    {
      path: "/", component: () => import("@/shell/Frame.vue"),
      children: [
        { path: "", name: "home", component: () => import("@/home/HomePage.vue") },
        { path: ":slug", name: "list", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/new", name: "new", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/:name", name: "form", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":rest(.*)*", name: "lost", component: () => import("@/shell/NotFound.vue") },
      ],
    },
  ],
})

router.beforeEach(async (to) => {
  if (!boot.value) await loadBoot()
  if (!signedIn.value && !to.meta.open) return { name: "login", query: to.fullPath === "/" ? {} : { to: to.fullPath } }
  if (signedIn.value && to.name === "login") return typeof to.query.to === "string" ? to.query.to : { name: "home" }
  return true
})

whenSignedOut(() => {
  const current = router.currentRoute.value
  if (!signedIn.value || current.meta.open) return
  dropSession()
  void router.push({ name: "login", query: { to: current.fullPath } })
})

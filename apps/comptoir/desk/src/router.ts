/** Routes under /app: home, a list, a form; everything but login asks for a session first. */
import { createRouter, createWebHistory } from "vue-router"
import { whenSignedOut } from "@/api"
import { boot, dropSession, loadBoot, signedIn } from "@/stores/session"

const HOME = "/app"

export const router = createRouter({
  history: createWebHistory("/"),
  routes: [
    { path: "/app/login", name: "login", component: () => import("@/shell/LoginPage.vue"), meta: { open: true } },
    {
      path: HOME, component: () => import("@/shell/Frame.vue"),
      children: [
        { path: "", name: "home", component: () => import("@/home/HomePage.vue") },
        { path: ":slug", name: "list", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/new", name: "new", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/:name", name: "form", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":rest(.*)*", name: "lost", component: () => import("@/shell/NotFound.vue") },
      ],
    },
    { path: "/:elsewhere(.*)*", redirect: HOME },
  ],
})

router.beforeEach(async (to) => {
  if (!boot.value) await loadBoot()
  if (!signedIn.value && !to.meta.open) return { name: "login", query: to.path === HOME ? {} : { to: to.fullPath } }
  if (signedIn.value && to.name === "login") return typeof to.query.to === "string" ? to.query.to : { name: "home" }
  return true
})

whenSignedOut(() => {
  const current = router.currentRoute.value
  if (!signedIn.value || current.meta.open) return
  dropSession()
  void router.push({ name: "login", query: { to: current.fullPath } })
})

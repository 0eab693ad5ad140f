/** Routes: the documents under /app, the Desk's own pages under /desk; everything but the door asks for a session first. */
import { createRouter, createWebHistory } from "vue-router"
import { whenSignedOut } from "@/api"
import { sameSite } from "@/logic/redirects"
import { boot, dropSession, loadBoot, signedIn } from "@/stores/session"

const HOME = "/app"

export const router = createRouter({
  history: createWebHistory("/"),
  routes: [
    { path: "/login", alias: "/app/login", name: "login", component: () => import("@/shell/LoginPage.vue"), meta: { open: true } },
    { path: "/login/forgot", name: "forgot", component: () => import("@/shell/login/ForgotPage.vue"), meta: { open: true } },
    { path: "/update-password", name: "update-password", component: () => import("@/shell/login/UpdatePasswordPage.vue"), meta: { open: true } },
    {
      path: HOME, component: () => import("@/shell/Frame.vue"),
      children: [
        { path: "", name: "home", component: () => import("@/home/HomePage.vue") },
        { path: "/desk/dashboard/:name?", name: "dashboard", component: () => import("@/dashboard/DashboardPage.vue"), props: true },
        { path: "/desk/search", name: "search", component: () => import("@/shell/search/SearchPage.vue") },
        { path: "/desk/profile", name: "profile", component: () => import("@/access/profile/ProfilePage.vue") },
        { path: "/desk/settings", name: "settings", component: () => import("@/access/settings/SettingsPage.vue") },
        { path: "/desk/jobs", name: "work", component: () => import("@/work/WorkPage.vue") },
        { path: "/desk/permissions", name: "permissions", component: () => import("@/access/permissions/PermissionPage.vue") },
        { path: "/desk/explain", name: "explain", component: () => import("@/access/explain/ExplainPage.vue") },
        { path: "/desk/explain/:user", redirect: (to) => ({ name: "explain", query: { user: to.params.user as string } }) },
        { path: "/desk/explain/:doctype/:name", redirect: (to) => ({ name: "explain", query: { ...to.query, doctype: to.params.doctype as string, name: to.params.name as string } }) },
        { path: "/desk/import/:slug/:name?", name: "import", component: () => import("@/importing/ImportPage.vue"), props: true },
        { path: "/desk/print/:doctype/:name", name: "print", component: () => import("@/print/PrintPage.vue"), props: true },
        { path: "/desk/print-designer/:format?", name: "print-designer", component: () => import("@/print/designer/DesignerPage.vue") },
        { path: ":slug", name: "list", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/view/list", redirect: (to) => ({ name: "list", params: { slug: to.params.slug as string }, query: to.query }) },
        { path: ":slug/view/:view", name: "view", component: () => import("@/shell/DocTypePage.vue") },
        // A stage may be called "New"; one that is called "new" has an address of its own.
        { path: ":slug/new", name: "new", sensitive: true, component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/view/form/:name", name: "named", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":slug/:name", name: "form", component: () => import("@/shell/DocTypePage.vue") },
        { path: ":rest(.*)*", name: "lost", component: () => import("@/shell/NotFound.vue") },
      ],
    },
    { path: "/:elsewhere(.*)*", redirect: HOME },
  ],
})

const scripts = async (): Promise<void> => {
  const addresses = boot.value?.scripts ?? []
  if (addresses.length) await (await import("@/extensions/scripts")).importScripts(addresses)
}

router.beforeEach(async (to) => {
  if (!boot.value) await loadBoot()
  if (!signedIn.value && !to.meta.open) return { name: "login", query: to.path === HOME ? {} : { "redirect-to": to.fullPath } }
  if (signedIn.value && to.name === "login") return sameSite(to.query["redirect-to"])
  void scripts()
  return true
})

// They come while the page's own code does; once they are there this takes no time.
router.beforeResolve(scripts)

whenSignedOut(() => {
  const current = router.currentRoute.value
  if (!signedIn.value || current.meta.open) return
  dropSession()
  void router.push({ name: "login", query: { "redirect-to": current.fullPath } })
})

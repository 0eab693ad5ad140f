/** The page under /api/docs: the site's own description, to read and to try with the session one has. */
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js"
import "swagger-ui-dist/swagger-ui.css"
import { request } from "@/api"
import { setLanguage, t } from "@/i18n"
import "./style.css"
import { withCsrf } from "./csrf"

interface Boot {
  user: string
  lang: string
  csrf_token?: string
}

function say(user: string): void {
  const who = document.getElementById("who")
  if (!who) return
  const guest = user === "Guest"
  who.textContent = guest ? t("You see what guests may do.") : t("You see what {0} may do; what you try is done as this user.", user)
  const link = document.createElement("a")
  link.href = "/app"
  link.textContent = guest ? t("Sign in") : t("Back to the Desk")
  who.append(" ", link)
  document.title = t("REST interface")
}

async function start(): Promise<void> {
  const boot = (await request("GET", "/api/method/comptoir.desk.api.boot")).message as Boot
  await setLanguage(boot.lang)
  say(boot.user)
  SwaggerUI({
    url: "/api/openapi.json",
    dom_id: "#docs",
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    deepLinking: true,
    filter: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    showMutatedRequest: false,
    requestInterceptor: (sent) => withCsrf(sent, boot.csrf_token ?? "", location.origin),
  })
}

void start()

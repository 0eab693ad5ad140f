/** The Desk as an app's script sees it. */
import { Fragment, computed, defineComponent, h, nextTick, onMounted, onUnmounted, ref, shallowRef, watch } from "vue"
import { call, get } from "@/api"
import { lang, t } from "@/i18n"
import { formatValue } from "@/logic/formats"
import { router } from "@/router"
import { formRoute, listRoute } from "@/routes"
import { formats } from "@/stores/session"
import { Icon } from "@/ui"
import { confirm } from "@/ui/confirm"
import { copyText } from "@/ui/copying"
import { notify } from "@/ui/toast"
import { addAction, addWidget } from "./added"
import type { Desk } from "./contract"

export const desk: Desk = Object.freeze({
  vue: Object.freeze({ Fragment, computed, defineComponent, h, nextTick, onMounted, onUnmounted, ref, shallowRef, watch }),
  Icon,
  addWidget,
  addAction,
  addStyle,
  t,
  format: (field, value, doc = {}) => formatValue(field, value, { formats: formats.value, lang: lang.value, doc, titles: {} }),
  get: (method, args) => get(method, args),
  call: (method, args) => call(method, args),
  copy: copyText,
  notify: (message, tone) => notify(message, tone),
  confirm,
  open: async (doctype, name) => void (await router.push(name === undefined ? listRoute(doctype) : formRoute(doctype, name))),
} satisfies Desk)

function addStyle(address: string | URL): void {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: String(address) }))
}

import { mount } from "@vue/test-utils"
import { expect, it } from "vitest"
import { nextTick } from "vue"
import { notify } from "./toast"
import Toasts from "./Toasts.vue"

it("announces a notice where screen readers have been listening before", async () => {
  mount(Toasts)
  const place = document.querySelector("[role=status][aria-live=polite]")
  notify("The link is copied.")
  await nextTick()
  expect(place?.textContent).toContain("The link is copied.")
})

/** Mounts one widget with what it needs, for tests. */
import { type VueWrapper, mount } from "@vue/test-utils"
import { type Router, createMemoryHistory, createRouter } from "vue-router"
import type { Doc } from "@/logic/documents"
import type { FieldView } from "@/types"
import type { WidgetProps } from "./contract"
import { widgets } from "./registry"

const blank = { template: "<div />" }

/** The routes that links of the form lead to. */
export function testRouter(): Router {
  const named = ["home", "list", "new", "form"].map((name) => ({ name, path: `/${name}/:slug?/:name?`, component: blank }))
  return createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: blank }, ...named] })
}

export function mountWidget(field: FieldView, value: unknown, more: Partial<WidgetProps> = {}): VueWrapper {
  const doc: Doc = { [field.fieldname]: value, ...more.doc }
  const props = { ...more, field, modelValue: value, doc, inputId: "the-input" }
  return mount(widgets.for(field).component, { props, attachTo: document.body, global: { plugins: [testRouter()] } })
}

/** The values the widget has asked to store. */
export function stored(wrapper: VueWrapper): unknown[] {
  return (wrapper.emitted("update:modelValue") ?? []).map(([value]) => value)
}

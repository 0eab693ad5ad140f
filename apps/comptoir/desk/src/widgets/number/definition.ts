import { type WidgetDefinition, defineWidget } from "../contract"
import Widget from "./Widget.vue"

const TYPES = ["Int", "Float", "Currency", "Percent"]
const rank: WidgetDefinition["rank"] = (field) => (["int", "float", "currency", "percent"].includes(field.widget) ? 2 : TYPES.includes(field.fieldtype) ? 1 : -1)

export default defineWidget({ name: "number", rank, component: Widget })

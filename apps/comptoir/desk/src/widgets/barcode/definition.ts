import { type WidgetDefinition, betterFor, defineWidget, forTypes } from "../contract"
import Widget from "./Widget.vue"

const barcodeField = forTypes("barcode", "Barcode")
const barcodeData = betterFor(forTypes("data", "Data"), (field) => field.options === "Barcode")
const rank: WidgetDefinition["rank"] = (field) => Math.max(barcodeField(field), barcodeData(field))

export default defineWidget({ name: "barcode", rank, component: Widget, showsReadOnly: true })

import preset from "frappe-ui/tailwind"
import type { Config } from "tailwindcss"

export default {
  presets: [preset as Partial<Config>],
  content: ["./index.html", "./src/**/*.{vue,ts}", "./node_modules/frappe-ui/src/components/**/*.{vue,ts}"],
} satisfies Config

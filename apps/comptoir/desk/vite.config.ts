/** How the Desk is built: one history-mode application under /app, its files under /assets/desk/. */
import { fileURLToPath } from "node:url"
import vue from "@vitejs/plugin-vue"
import { defineConfig } from "vitest/config"
import { lucide } from "./build/lucide"
import common from "./src/ui/icons.json"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const backend = process.env.DESK_BACKEND

export default defineConfig(async ({ command, mode }) => ({
  base: command === "build" ? "/assets/desk/" : "/",
  plugins: [vue(), lucide(common), ...(command === "serve" && mode !== "test" && !backend ? [(await import("./dev/mock")).mock()] : [])],
  resolve: {
    // One copy of the editor core, or its extensions would not know each other.
    dedupe: ["vue", "@tiptap/core", "@tiptap/pm"],
    alias: [
      { find: "@", replacement: here("./src") },
      { find: /^@frappe-ui\//, replacement: here("./node_modules/frappe-ui/src/") },
      { find: "feather-icons", replacement: here("./src/ui/feather.ts") },
    ],
  },
  server: {
    host: "127.0.0.1",
    proxy: backend ? { "/api": backend, "/files": backend, "/private": backend, "/socket.io": { target: backend, ws: true } } : undefined,
  },
  build: {
    target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, manifest: true,
    rollupOptions: { input: { index: here("./index.html"), "api-docs": here("./api-docs.html") } },
  },
  test: {
    environment: "jsdom", include: ["src/**/*.test.ts", "tests/**/*.test.ts"], css: false, setupFiles: ["tests/setup.ts"],
    // The slowest test takes a second; the rest is for machines that have other work.
    testTimeout: 60_000, hookTimeout: 60_000,
  },
}))

import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  plugins: [tailwindcss()],
  server: { fs: { allow: [".."] } },
  build: {
    outDir: "../peyvand/platform/ui/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome123", "safari17.5", "firefox128"],
    rolldownOptions: {
      checks: { eval: false }, // htmx carries one; the content policy forbids it and htmx.config.allowEval is off
      input: ["src/app.ts", "src/styles/app.css"],
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});

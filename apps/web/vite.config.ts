import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

/** The gateway that `npm run dev` passes API calls on to. */
const gateway = process.env.GATEWAY_URL ?? "http://127.0.0.1:8080";
const passedOn = ["/api", "/auth", "/openapi.json", "/docs", "/maintenance"];

/** A static build for the gateway: hashed names, no inline script (its policy is `script-src 'self'`), compressed ahead. */
export default defineConfig(({ command }) => {
  // Whoever builds, a test too, builds for people: otherwise React comes with its checks for developers.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    plugins: [react(), precompress()],
    build: {
      target: "es2023",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      sourcemap: false,
      reportCompressedSize: false,
      manifest: true,
    },
    server: { host: "127.0.0.1", proxy: Object.fromEntries(passedOn.map((path) => [path, gateway])) },
    preview: { host: "127.0.0.1", proxy: Object.fromEntries(passedOn.map((path) => [path, gateway])) },
  };
});

// Builds the web desk's pages into dist/web/desk: one document, one script, one style sheet, nothing inline.
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/web/desk',
  base: '/desk/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../dist/web/desk',
    emptyOutDir: true,
    target: 'es2022',
    // Inline scripts and data: URLs would need holes in the content policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})

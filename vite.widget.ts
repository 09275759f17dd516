// Builds the browser's part of the site channel: dist/web/widget.js, one file, and the demo page beside it.
import { cpSync } from 'node:fs'
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  // The same file whatever NODE_ENV the build is started with.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: 'dist/web',
    // The desk is built into the same folder.
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/web/widget/main.ts', formats: ['iife'], name: 'kotik', fileName: () => 'widget.js' },
  },
  plugins: [
    {
      name: 'demo-page',
      writeBundle() {
        cpSync('src/web/demo', 'dist/web/demo', { recursive: true })
        cpSync('src/web/theme.css', 'dist/web/demo/theme.css')
      },
    },
  ],
})

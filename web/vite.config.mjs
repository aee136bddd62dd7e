import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { fontsAsFiles } from '../scripts/build/fonts.mjs'

/** The page as files of its own: one script, one style sheet, the fonts. The single-file report is put together from them. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  plugins: [react(), fontsAsFiles],
  build: {
    outDir: join(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inside what could be beside it: the server's policy allows no inline script and no data: address.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
})

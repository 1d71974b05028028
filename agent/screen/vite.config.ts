// Builds the staff's page into the agent's own folder of compiled files. No plug-in: JSX is compiled by Vite itself.
import { defineConfig } from 'vite';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/agent/screen',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of this server: its content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

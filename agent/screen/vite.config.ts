// Builds the staff's page into the agent's own folder of compiled files: the page, its service worker with the list of
// what it keeps, and a compressed copy of each file. JSX is compiled by Vite itself.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, defineConfig, type Plugin } from 'vite';

const OUT = join(import.meta.dirname, '../../dist/agent/screen');
const COMPRESSED = /\.(js|css|html|svg|webmanifest)$/;

/** After the page is written, since the worker names its files. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    closeBundle: {
      sequential: true,
      async handler() {
        const files = readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter(
          (file) => /\.(js|css|svg|png|webmanifest)$/.test(file) && !file.endsWith('sw.js'),
        );
        const hash = createHash('sha256');
        for (const file of [...files, 'index.html']) hash.update(readFileSync(join(OUT, file)));
        await build({
          configFile: false,
          logLevel: 'warn',
          define: {
            __FILES__: JSON.stringify(files.map((file) => `/${file}`)),
            __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 16)),
          },
          build: {
            outDir: OUT,
            emptyOutDir: false,
            target: 'es2022',
            lib: { entry: join(import.meta.dirname, 'sw.ts'), formats: ['es'], fileName: () => 'sw.js' },
          },
        });
        for (const file of readdirSync(OUT, { recursive: true, encoding: 'utf8' }))
          if (COMPRESSED.test(file))
            writeFileSync(join(OUT, `${file}.br`), brotliCompressSync(readFileSync(join(OUT, file))));
      },
    },
  };
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [serviceWorker()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of this server: its content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

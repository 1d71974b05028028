// The staff's page, as built. Its files carry a hash in their names and may be kept; the page itself is asked for anew.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App, Parts } from '../app.ts';

export async function addPage(app: App, parts: Parts): Promise<void> {
  const root = parts.settings.screenFolder;
  if (!existsSync(join(root, 'index.html'))) {
    parts.log.warn({ error: 'index.html is absent: run "npm run build"' }, 'page-absent');
    return;
  }
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

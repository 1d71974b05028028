// The staff's page, as built, with the compressed twin of each file where the build made one. Files with a hash in
// their names may be kept; the page itself and its service worker are asked for anew. Any other path is no file: the
// page's own places are behind its #.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';

export async function addPageRoutes(app: HttpApp, parts: ServerParts): Promise<void> {
  const root = parts.settings.screenFolder;
  if (!existsSync(join(root, 'index.html'))) {
    parts.log.warn({ error: 'index.html is absent: run "npm run build"' }, 'page-absent');
    return;
  }
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.setHeader('vary', 'accept-encoding');
      if (/\/sw\.js(\.\w+)?$/.test(path)) reply.setHeader('service-worker-allowed', '/');
    },
  });
}

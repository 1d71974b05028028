// The staff's page as built, with the compressed copy of each file where the build made one. Files with a hash in their
// names are cached for ever; the page and its service worker are revalidated. Every other path is 404: the page's own
// routes stand behind its #. Must not know what the page shows.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';

/** Serves the built page; without one it logs `page-absent` and the API works alone. */
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

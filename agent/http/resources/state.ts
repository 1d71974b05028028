// GET /api/state: everything a screen shows. Without a session only what the scale shows: see publicView.ts.
import type { App, Parts } from '../app.ts';
import { tokenOf } from '../gate.ts';
import { publicState } from '../publicView.ts';

export function addState(app: App, parts: Parts): void {
  app.get('/api/state', (request, reply) => {
    const state = parts.service.state();
    reply.send(parts.sessions.peek(tokenOf(request)) === undefined ? publicState(state) : state);
  });
}

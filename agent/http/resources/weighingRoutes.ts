// GET /api/weighings: the history, searched newest first; GET /api/weighings/:id: one weighing in full. Weights that
// the person must not know are null with `blind`.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, sendQueryUnavailable } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';

const name = z.string().min(1).max(128).optional();
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
/** "+" of a time zone reaches us as a blank if it was not written as %2B. */
const timeSchema = z
  .string()
  .max(40)
  .transform((text) => text.replace(' ', '+'));

/**
 * Milliseconds, or an ISO date or time. A date alone, or a time without its zone, is the one on the base's own clock.
 */
function momentSchema(edge: 'from' | 'to') {
  return timeSchema.transform((text, context) => {
    const ms = /^\d{1,15}$/.test(text)
      ? Number(text)
      : DATE.test(text)
        ? dayEdge(text, edge)
        : DAY_TIME.test(text)
          ? Date.parse(text)
          : Number.NaN;
    if (Number.isSafeInteger(ms)) return ms;
    context.addIssue({
      code: 'custom',
      message: 'is no time: give 2026-11-25, 2026-11-25T08:30+09:00, or milliseconds since 1970',
    });
    return z.NEVER;
  });
}

function dayEdge(text: string, edge: 'from' | 'to'): number {
  const start = Date.parse(`${text}T00:00`);
  // The date of no calendar, such as 31 February, which Date.parse may move on.
  const day = new Date(start);
  if (Number.isNaN(start) || day.getDate() !== Number(text.slice(8))) return Number.NaN;
  return edge === 'from' ? start : new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime() - 1;
}

const query = z.strictObject({
  lot: name,
  package: name,
  order: name,
  instrument: name,
  operator: name,
  from: momentSchema('from').optional(),
  to: momentSchema('to').optional(),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is the number of an entry')
    .transform(Number)
    .optional(),
});
const params = z.strictObject({ id: z.string().min(1).max(100) });

export function addWeighingRoutes(app: HttpApp, parts: ServerParts): void {
  const { queries } = parts.agent;

  app.get('/api/weighings', { schema: { querystring: query } }, async (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return reply;
    const { from, to, ...rest } = request.query;
    const page = await queries.weighings({ ...rest, fromMs: from, toMs: to }, session.actor);
    return typeof page === 'string' ? sendQueryUnavailable(reply, page) : reply.send(page);
  });

  app.get('/api/weighings/:id', { schema: { params } }, async (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return reply;
    const { id } = request.params;
    const weighing = await queries.weighing(id, session.actor);
    if (weighing === null) return sendError(reply, 'weighing-unknown', { weighing: id });
    return typeof weighing === 'string' ? sendQueryUnavailable(reply, weighing) : reply.send(weighing);
  });
}

// GET /api/weighings: the history, searched newest first; GET /api/weighings/:id: one weighing in full;
// GET /api/weighings/:id/curve: its settling curve. Weights that the person must not know are null with `blind`. Must
// not know how the ledger is searched.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, sendQueryUnavailable } from '../shared/httpErrors.ts';
import { requireSession } from '../shared/requestGuard.ts';
import { weighingRef } from '../../core/model/commandValues.ts';

const filterText = z.string().min(1).max(200).optional();
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
/** The "+" of a time zone arrives as a blank where it was not written as %2B. */
const timeSchema = z
  .string()
  .max(40)
  .transform((text) => text.replace(' ', '+'));

/** Milliseconds since 1970, or an ISO date or time; without a zone it is taken in the base's own. */
function momentSchema(edge: 'from' | 'to') {
  return timeSchema.transform((text, context) => {
    const ms = /^\d{1,15}$/.test(text)
      ? Number(text)
      : DATE.test(text)
        ? dayEdgeMs(text, edge)
        : DATE_TIME.test(text)
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

/** Start or last millisecond of a day in the base's own zone; NaN if there is no such date. */
function dayEdgeMs(text: string, edge: 'from' | 'to'): number {
  const start = Date.parse(`${text}T00:00`);
  // Date.parse may turn 31 February into a day of March.
  const startDate = new Date(start);
  if (Number.isNaN(start) || startDate.getDate() !== Number(text.slice(8))) return Number.NaN;
  return edge === 'from'
    ? start
    : new Date(startDate.getFullYear(), startDate.getMonth(), startDate.getDate() + 1).getTime() - 1;
}

const weighingsQuery = z.strictObject({
  lot: filterText,
  package: filterText,
  order: filterText,
  instrument: filterText,
  operator: filterText,
  from: momentSchema('from').optional(),
  to: momentSchema('to').optional(),
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is the number of an entry')
    .transform(Number)
    .optional(),
});
const params = z.strictObject({ id: weighingRef });
const curveParams = z.strictObject({ id: weighingRef });

/** Adds the search, the single weighing and the settling curve. */
export function addWeighingRoutes(app: HttpApp, parts: ServerParts): void {
  const { cases, queries } = parts.agent;

  app.get('/api/weighings', { schema: { querystring: weighingsQuery } }, async (request, reply) => {
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

  app.get('/api/weighings/:id/curve', { schema: { params: curveParams } }, (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return;
    const curve = cases.readCurve(request.params.id, session.actor);
    if (curve === 'unknown') sendError(reply, 'curve-unknown', { weighing: request.params.id });
    else if (curve === 'blind') sendError(reply, 'blind');
    else reply.send(curve);
  });
}

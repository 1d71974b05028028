// GET /api/register: the people of the base, for those who look after them. POST /api/register: one change, with the
// second person's badge and PIN where two are needed (only the register knows when). 200 done, 409 refused with its
// reason, 503 not recorded. Must not know who may change what.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../core/model/command.ts';
import type { OperatorId } from '../../core/model/ids.ts';
import { ROLES } from '../../core/model/roles.ts';
import { branded } from '../../core/model/values.ts';
import type { RegisterEdit } from '../../core/views/registerView.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { type HttpErrorBody, sendError } from '../shared/httpErrors.ts';
import { sendSignInRefused } from '../shared/pinCheckLimiter.ts';
import { readSessionToken, requireSession } from '../shared/requestGuard.ts';

const operator = branded<OperatorId>(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a–z 0–9 -, at most 40'));
const badge = z.string().min(1).max(64);
const pin = z.string().min(1).max(12);

const registerEdit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('put-operator'),
    operator,
    name: z.string().min(1).max(80),
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    badge,
    pin: pin.nullable(),
  }),
  z.strictObject({ kind: z.literal('set-pin'), operator, pin }),
  z.strictObject({ kind: z.literal('lock-operator'), operator, locked: z.boolean() }),
  z.strictObject({ kind: z.literal('remove-operator'), operator }),
  z.strictObject({ kind: z.literal('adopt-hand-edit'), contentHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ kind: z.literal('discard-hand-edit') }),
]);

const changeBody = z.strictObject({ edit: registerEdit, second: z.strictObject({ badge, pin }).nullable() });

/** Adds both routes. */
export function addRegisterRoutes(app: HttpApp, parts: ServerParts): void {
  app.get('/api/register', (request, reply) => {
    if (requireSession(request, reply, parts, ['supervisor', 'technician', 'auditor']) === null) return;
    reply.send(parts.agent.register.view());
  });

  app.post('/api/register', { schema: { body: changeBody } }, async (request, reply) => {
    const session = requireSession(request, reply, parts);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { edit, second } = request.body;
    if (second === null) return changeRegister(edit, { first: session.actor, second: null }, { reply, parts });
    const checked = await parts.pinChecks.run(() => parts.authenticator.checkPin(second));
    if (checked === null) return sendError(reply, 'busy');
    if (checked.kind === 'refused') return sendSignInRefused(reply, checked.retryAfterSeconds);
    return changeRegister(edit, { first: session.actor, second: checked.actor }, { reply, parts });
  });
}

async function changeRegister(
  edit: RegisterEdit,
  authors: { first: Actor; second: Actor | null },
  { reply, parts }: { reply: FastifyReply; parts: ServerParts },
): Promise<FastifyReply> {
  const result = await parts.agent.register.change(edit, authors);
  if (result.kind === 'done') return reply.send({ kind: 'done' });
  if (result.kind === 'not-recorded') return sendError(reply, 'not-recorded');
  const body: HttpErrorBody = { code: result.code, message: result.message, params: result.params };
  return reply.code(409).send(body);
}

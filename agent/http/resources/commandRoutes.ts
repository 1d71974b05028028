// POST /api/commands: a command of the signed-in person. POST /api/commands/second: a command of a second person, who
// gives badge and PIN for this one command at the first one's screen; the first stays signed in, the second gets no
// session. 200 done, 409 refused with the core's reason, 503 not recorded. Must not know what a command does.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type CommandOutcome, COMMANDS, commandSchema } from '../../core/model/command.ts';
import { fillText, refusalText } from '../../core/model/refusals.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, type HttpErrorBody } from '../shared/httpErrors.ts';
import { sendSignInRefused } from '../shared/pinCheckLimiter.ts';
import { requireRole, requireSession, readSessionToken } from '../shared/requestGuard.ts';

const secondPersonBody = z.strictObject({
  command: commandSchema,
  badge: z.string().min(1).max(64),
  pin: z.string().min(1).max(12),
});

/** Adds POST /api/commands, with the roles that each command needs. */
export function addCommandRoutes(app: HttpApp, parts: ServerParts): void {
  app.post('/api/commands', { schema: { body: commandSchema } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, COMMANDS[request.body.kind].roles);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    return sendCommandOutcome(reply, await parts.agent.executeCommand(request.body, session.actor));
  });
}

/** Adds POST /api/commands/second; the role needed is the second person's. */
export function addSecondPersonRoute(app: HttpApp, parts: ServerParts): void {
  app.post('/api/commands/second', { schema: { body: secondPersonBody } }, async (request, reply) => {
    const first = requireSession(request, reply, parts);
    if (first === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { command, badge, pin } = request.body;
    const second = await parts.pinChecks.run(() => parts.authenticator.checkPin({ badge, pin }));
    if (second === null) return sendError(reply, 'busy');
    if (second.kind === 'refused') return sendSignInRefused(reply, second.retryAfterSeconds);
    // Compared after the PIN check: the answer must not tell whose badge it is. Two approvals are never one person's.
    if (second.actor.operator === first.actor.operator) return sendError(reply, 'same-person');
    if (!requireRole(second.actor, reply, COMMANDS[command.kind].roles)) return reply;
    return sendCommandOutcome(reply, await parts.agent.executeCommand(command, second.actor));
  });
}

function sendCommandOutcome(reply: FastifyReply, outcome: CommandOutcome): FastifyReply {
  switch (outcome.kind) {
    case 'done':
      return reply.send({ kind: 'done', result: outcome.result });
    case 'not-recorded':
      return sendError(reply, 'not-recorded');
    case 'refused': {
      const body: HttpErrorBody = {
        code: outcome.code,
        message: fillText(refusalText(outcome.code, 'en'), outcome.params),
        params: outcome.params,
      };
      return reply.code(409).send(body);
    }
  }
}

// POST /api/commands: what a person asks of the base. 200 done, 409 refused with the core's reason, 503 not recorded.
import type { FastifyReply } from 'fastify';
import { type CommandOutcome, COMMANDS, commandSchema } from '../../core/model/command.ts';
import { fillText, refusalText } from '../../core/model/refusals.ts';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { sendError, type HttpErrorBody } from '../shared/httpErrors.ts';
import { requireSession, readSessionToken } from '../shared/requestGuard.ts';

export function addCommandRoutes(app: HttpApp, parts: ServerParts): void {
  app.post('/api/commands', { schema: { body: commandSchema } }, async (request, reply) => {
    const session = requireSession(request, reply, parts, COMMANDS[request.body.kind].roles);
    if (session === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    return sendCommandOutcome(reply, await parts.agent.executeCommand(request.body, session.actor));
  });
}

export function sendCommandOutcome(reply: FastifyReply, outcome: CommandOutcome): FastifyReply {
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

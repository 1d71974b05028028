// POST /api/commands: what a person asks of the base. 200 done, 409 refused with the core's reason, 503 not recorded.
import type { FastifyReply } from 'fastify';
import type { CommandOutcome } from '../../core/command.ts';
import { fillText, REFUSALS } from '../../core/refusals.ts';
import type { App, Parts } from '../app.ts';
import { COMMAND_ROLES, commandSchema } from '../commandSchema.ts';
import { answerError, type ErrorBody } from '../errors.ts';
import { admit, tokenOf } from '../gate.ts';

export function addCommands(app: App, parts: Parts): void {
  app.post('/api/commands', { schema: { body: commandSchema } }, async (request, reply) => {
    const session = admit(request, reply, parts, COMMAND_ROLES[request.body.kind]);
    if (session === null) return reply;
    parts.sessions.touch(tokenOf(request));
    return answerCommand(reply, await parts.service.command(request.body, session.actor));
  });
}

export function answerCommand(reply: FastifyReply, outcome: CommandOutcome): FastifyReply {
  switch (outcome.kind) {
    case 'done':
      return reply.send({ kind: 'done', result: outcome.result });
    case 'not-recorded':
      return answerError(reply, 'not-recorded');
    case 'refused': {
      const texts: Readonly<Record<string, string>> = REFUSALS;
      const body: ErrorBody = {
        code: outcome.code,
        message: fillText(texts[outcome.code] ?? outcome.code, outcome.params),
        params: outcome.params,
      };
      return reply.code(409).send(body);
    }
  }
}

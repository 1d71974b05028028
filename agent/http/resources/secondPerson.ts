// POST /api/commands/second: a command of a second person, who gives badge and PIN for this one act at the screen of
// the first. The first one stays signed in; the second one does not become it.
import { z } from 'zod';
import type { App, Parts } from '../app.ts';
import { COMMAND_ROLES, commandSchema } from '../commandSchema.ts';
import { answerError } from '../errors.ts';
import { admit, mayAct, tokenOf } from '../gate.ts';
import { answerRefusedSignIn } from '../signIn.ts';
import { answerCommand } from './commands.ts';

const body = z.strictObject({
  command: commandSchema,
  badge: z.string().min(1).max(64),
  pin: z.string().min(1).max(12),
});

export function addSecondPerson(app: App, parts: Parts): void {
  app.post('/api/commands/second', { schema: { body } }, async (request, reply) => {
    const first = admit(request, reply, parts);
    if (first === null) return reply;
    parts.sessions.touch(tokenOf(request));
    const { command, badge, pin } = request.body;
    const second = await parts.pins.run(() => parts.door.check(badge, pin));
    if (second === null) return answerError(reply, 'busy');
    if (second.kind === 'refused') return answerRefusedSignIn(reply, second.retryAfterSeconds);
    // After the PIN, so that nobody learns whose a badge is. What takes two is never one person, whatever the act.
    if (second.actor.operator === first.actor.operator) return answerError(reply, 'same-person');
    if (!mayAct(second.actor, reply, COMMAND_ROLES[command.kind])) return reply;
    return answerCommand(reply, await parts.service.command(command, second.actor));
  });
}

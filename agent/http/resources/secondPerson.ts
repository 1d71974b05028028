// POST /api/commands/second: a command of a second person, who gives badge and PIN for this one act at the screen of
// the first. The first one stays signed in; the second one does not become it.
import { z } from 'zod';
import type { HttpApp, ServerParts } from '../shared/httpApp.ts';
import { COMMANDS, commandSchema } from '../../core/model/command.ts';
import { sendError } from '../shared/httpErrors.ts';
import { requireSession, requireRole, readSessionToken } from '../shared/requestGuard.ts';
import { sendSignInRefused } from '../shared/pinCheckLimiter.ts';
import { sendCommandOutcome } from './commandRoutes.ts';

const body = z.strictObject({
  command: commandSchema,
  badge: z.string().min(1).max(64),
  pin: z.string().min(1).max(12),
});

export function addSecondPersonRoute(app: HttpApp, parts: ServerParts): void {
  app.post('/api/commands/second', { schema: { body } }, async (request, reply) => {
    const first = requireSession(request, reply, parts);
    if (first === null) return reply;
    parts.sessions.touch(readSessionToken(request));
    const { command, badge, pin } = request.body;
    const second = await parts.pinChecks.run(() => parts.authenticator.checkPin(badge, pin));
    if (second === null) return sendError(reply, 'busy');
    if (second.kind === 'refused') return sendSignInRefused(reply, second.retryAfterSeconds);
    // After the PIN, so that nobody learns whose a badge is. What takes two is never one person, whatever the act.
    if (second.actor.operator === first.actor.operator) return sendError(reply, 'same-person');
    if (!requireRole(second.actor, reply, COMMANDS[command.kind].roles)) return reply;
    return sendCommandOutcome(reply, await parts.agent.executeCommand(command, second.actor));
  });
}

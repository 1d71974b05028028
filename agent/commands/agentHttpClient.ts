// Sends messages through the running agent's own web server: signs in as a person, sends, signs out. Must not know the
// ledger.
import { type ImportedMessage, IMPORT_OUTCOME_TEXTS, type ImportOutcome } from '../link/importedMessages.ts';
import { asOrderId } from '../core/model/ids.ts';

/** The agent declined, or is not there; the message is for a person. */
export class AgentClientError extends Error {
  override readonly name = 'AgentClientError';
}

const TIMEOUT_MS = 30_000;

/**
 * Imports sealed messages through the running agent, in order.
 *
 * @throws {AgentClientError} when the agent is not reached, or refuses; messages before may be imported
 */
export async function sendMessagesToAgent(
  messages: readonly string[],
  { url, badge, pin }: { url: string; badge: string; pin: string },
): Promise<ImportedMessage[]> {
  const request = createAgentRequest(url);
  const session = await request('POST', '/api/session', { body: { badge, pin } });
  const token = String(session['token']);
  try {
    const imported: ImportedMessage[] = [];
    for (const message of messages)
      imported.push(parseImportedMessage(await request('POST', '/api/messages', { token, body: { message } })));
    return imported;
  } finally {
    await request('DELETE', '/api/session', { token }).catch(() => undefined);
  }
}

function parseImportedMessage({ outcome, order }: Record<string, unknown>): ImportedMessage {
  if (typeof outcome !== 'string' || !(outcome in IMPORT_OUTCOME_TEXTS))
    throw new AgentClientError('The agent answers in a way that this version does not know.');
  return { outcome: outcome as ImportOutcome, order: typeof order === 'string' ? asOrderId(order) : null };
}

type AgentRequest = (
  method: string,
  path: string,
  options: { token?: string; body?: object },
) => Promise<Record<string, unknown>>;

function createAgentRequest(url: string): AgentRequest {
  return async (method, path, { token, body }) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const reply = await fetch(new URL(path, url), {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new AgentClientError(
        `The agent is not reached at ${url} (${describeFetchError(error)}). Name its address with --url.`,
      );
    });
    const text = await reply.text();
    const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const { message } = answer;
    if (!reply.ok)
      throw new AgentClientError(typeof message === 'string' ? message : `The agent answers ${reply.status}.`);
    return answer;
  };
}

/** A failed fetch tells the reason in its cause. */
function describeFetchError(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

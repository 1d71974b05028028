// A command that goes through the running agent's own server: signs in as a person, sends, signs out. Knows no ledger.
import { type Carried, CARRIED_WORDS, type CarriedOutcome } from '../headquarters/carried.ts';

/** The agent declined, or is not there; the message is for a person. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal';
}

const TIMEOUT_MS = 30_000;

export async function sendMessages(
  messages: readonly string[],
  { url, badge, pin }: { url: string; badge: string; pin: string },
): Promise<Carried[]> {
  const call = caller(url);
  const session = await call('POST', '/api/session', { body: { badge, pin } });
  const token = String(session['token']);
  try {
    const taken: Carried[] = [];
    for (const message of messages)
      taken.push(carried(await call('POST', '/api/messages', { token, body: { message } })));
    return taken;
  } finally {
    await call('DELETE', '/api/session', { token }).catch(() => undefined);
  }
}

function carried({ outcome, order }: Record<string, unknown>): Carried {
  if (typeof outcome !== 'string' || !(outcome in CARRIED_WORDS))
    throw new AgentRefusal('The agent answers in a way that this version does not know.');
  return { outcome: outcome as CarriedOutcome, order: typeof order === 'string' ? order : null };
}

type Call = (
  method: string,
  path: string,
  with_: { token?: string; body?: object },
) => Promise<Record<string, unknown>>;

function caller(url: string): Call {
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
      throw new AgentRefusal(`The agent is not reached at ${url} (${reasonOf(error)}). Name its address with --url.`);
    });
    const text = await reply.text();
    const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const { message } = answer;
    if (!reply.ok) throw new AgentRefusal(typeof message === 'string' ? message : `The agent answers ${reply.status}.`);
    return answer;
  };
}

/** Of a failed fetch the cause says more than its own words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

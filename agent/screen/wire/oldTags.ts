// Which packages still bear a tag that counts no more, as the answer to a command says it.
import type { RequestResult } from '../shared/requestResult.ts';

/** Their marks in one text; null: none. */
export function readOldTags(answer: RequestResult<unknown>): string | null {
  if (!answer.ok) return null;
  const { result } = (answer.value ?? {}) as { result?: { oldTags?: unknown } };
  return typeof result?.oldTags === 'string' ? result.oldTags : null;
}

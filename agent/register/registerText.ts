// The register's document as text in a file, with the agent's own hash of its content beside it. Pure: no file, no
// clock.
import { hashRegisterContent, type RegisterContent } from './registerContent.ts';
import { parseRegisterContent } from './registerValidation.ts';

/** As on disk: the content and the agent's own hash of it. */
export interface RegisterDocument {
  content: RegisterContent;
  contentHash: string;
}

export type ParsedRegister =
  | { kind: 'good'; document: RegisterDocument }
  /** Sound content whose hash is not the agent's: somebody edited the file. */
  | { kind: 'edited'; document: RegisterDocument }
  | { kind: 'broken'; why: string };

export function formatRegister(content: RegisterContent): string {
  return `${JSON.stringify({ ...content, contentHash: hashRegisterContent(content) }, null, 2)}\n`;
}

export function parseRegister(text: string): ParsedRegister {
  if (text.trim() === '') return { kind: 'broken', why: 'the file is empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'broken', why: error instanceof Error ? error.message : 'not JSON' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'broken', why: 'the file holds no object' };
  const { contentHash: written, ...rest } = value as Record<string, unknown>;
  const checked = parseRegisterContent(rest);
  if ('why' in checked) return { kind: 'broken', why: checked.why };
  const actual = hashRegisterContent(checked.content);
  return { kind: written === actual ? 'good' : 'edited', document: { content: checked.content, contentHash: actual } };
}

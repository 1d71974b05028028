// The register's document as text in a file, with the agent's own hash of its content beside it. Pure; must not know
// files.
import { hashRegisterContent, type RegisterContent } from './registerContent.ts';
import { parseRegisterContent } from './registerValidation.ts';

/** As on disk: the content and the agent's own hash of it. */
export interface RegisterDocument {
  content: RegisterContent;
  contentHash: string;
}

/** What a text turned out to be. */
export type ParsedRegister =
  | { kind: 'good'; document: RegisterDocument }
  /** Sound content whose hash is not the agent's: somebody edited the file. */
  | { kind: 'edited'; document: RegisterDocument }
  | { kind: 'broken'; reason: string };

/** The content with its hash, as JSON with a line end. */
export function formatRegister(content: RegisterContent): string {
  return `${JSON.stringify({ ...content, contentHash: hashRegisterContent(content) }, null, 2)}\n`;
}

/** Reads a register's text and tells a hand edit from damage. */
export function parseRegister(text: string): ParsedRegister {
  if (text.trim() === '') return { kind: 'broken', reason: 'the file is empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : 'not JSON' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'broken', reason: 'the file holds no object' };
  const { contentHash: writtenHash, ...rest } = value as Record<string, unknown>;
  const parsed = parseRegisterContent(rest);
  if ('reason' in parsed) return { kind: 'broken', reason: parsed.reason };
  const contentHash = hashRegisterContent(parsed.content);
  return { kind: writtenHash === contentHash ? 'good' : 'edited', document: { content: parsed.content, contentHash } };
}

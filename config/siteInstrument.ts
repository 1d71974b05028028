// One instrument as people wrote it in the site file, for whoever is about to change it: what the file leaves out is
// left out here too. Reads; writeSite.ts writes.
import { readFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument } from 'yaml';
import { errorText } from '../drivers/contract/errorText.ts';
import { hashText } from './contentHash.ts';

export type SiteInstrumentResult =
  | { kind: 'found'; instrument: Readonly<Record<string, unknown>> }
  | { kind: 'unknown' }
  /** The file is no longer the one that was loaded: what it says now is not what is at work. */
  | { kind: 'file-changed' }
  | { kind: 'not-read'; reason: string };

/** `fileHash`: of the file as it was loaded. */
export function readSiteInstrument(
  id: string,
  { path, fileHash }: { path: string; fileHash: string },
): SiteInstrumentResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { kind: 'not-read', reason: errorText(error) };
  }
  if (hashText(text) !== fileHash) return { kind: 'file-changed' };
  const document = parseDocument(text);
  const list = document.get('instruments');
  const found = isSeq(list) ? list.items.find((item) => isMap(item) && item.get('id') === id) : undefined;
  return isMap(found)
    ? { kind: 'found', instrument: found.toJS(document) as Record<string, unknown> }
    : { kind: 'unknown' };
}

// One instrument as written in the site file, for the form that changes it: what the file leaves out is left out here
// too. Reads only; siteEditor.ts writes. Must not know a running agent.
import { readFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument } from 'yaml';
import { errorText } from '../drivers/contract/errorText.ts';
import { hashText } from './contentHash.ts';

/** An instrument's item of the file, or why there is none. */
export type SiteInstrumentResult =
  | { kind: 'found'; instrument: Readonly<Record<string, unknown>> }
  | { kind: 'unknown' }
  /** The file is no longer the one that was loaded, so it may not be the running configuration. */
  | { kind: 'file-changed' }
  | { kind: 'not-read'; reason: string };

/** Reads an instrument's item. `fileHash`: of the file as it was loaded. */
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
  const item = isSeq(list) ? list.items.find((item) => isMap(item) && item.get('id') === id) : undefined;
  return isMap(item)
    ? { kind: 'found', instrument: item.toJS(document) as Record<string, unknown> }
    : { kind: 'unknown' };
}

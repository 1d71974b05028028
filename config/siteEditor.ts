// A change to one instrument of the site file: the YAML document is edited in place, so that people's comments stay,
// the whole is read again as at a start, and only a faultless file is written, atomically. Must not know a running
// agent.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { errorText } from '../drivers/contract/errorText.ts';
import { findInstrumentErrors } from '../drivers/instruments/driverFactory.ts';
import { hashText } from './contentHash.ts';
import { nodeDisk, replaceFileDurably } from './disk.ts';
import type { ConfigError } from './configError.ts';
import { parseSiteFile, type LoadedSite, type SiteLoadOptions } from './siteConfig.ts';

/** A change to one instrument. `instrument` is its item of `instruments` in the file, with its id. */
export type InstrumentEdit =
  | { kind: 'add' | 'change'; id: string; instrument: Readonly<Record<string, unknown>> }
  | { kind: 'remove'; id: string };

/** What came of an edit. */
export type SiteEditResult =
  | { kind: 'written'; loaded: LoadedSite }
  | { kind: 'faulty'; errors: ConfigError[] }
  /** The file is no longer the one that was loaded: a person has edited it since. */
  | { kind: 'file-changed' }
  | { kind: 'unknown' }
  | { kind: 'exists' }
  | { kind: 'not-written'; reason: string };

/** Which file is edited. */
export interface SiteEditOptions extends SiteLoadOptions {
  path: string;
  /** Of the file as it was loaded. */
  fileHash: string;
}

/** Edits the file if the result is valid; never throws for a file that cannot be read or written. */
export function editSiteFile(edit: InstrumentEdit, options: SiteEditOptions): SiteEditResult {
  const path = resolve(options.path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { kind: 'not-written', reason: errorText(error) };
  }
  if (hashText(text) !== options.fileHash) return { kind: 'file-changed' };
  const edited = editText(text, edit);
  if (edited.kind !== 'edited') return edited;
  const result = parseSiteFile(edited.text, { ...options, file: basename(path), folder: dirname(path) });
  if (result.kind === 'faulty') return result;
  const errors = findDriverErrors(result, { id: edit.id, file: basename(path) });
  if (errors.length > 0) return { kind: 'faulty', errors };
  try {
    replaceSiteFile(path, edited.text);
  } catch (error) {
    return { kind: 'not-written', reason: errorText(error) };
  }
  const { site, configHash, fileHash } = result;
  return { kind: 'written', loaded: { site, configHash, fileHash } };
}

type EditedText = { kind: 'edited'; text: string } | { kind: 'unknown' } | { kind: 'exists' };

function editText(text: string, edit: InstrumentEdit): EditedText {
  const document = parseDocument(text);
  const list = document.get('instruments');
  // The file was read without errors before: it has the list.
  if (!isSeq(list)) throw new Error('a loaded site file has no list of instruments');
  const index = list.items.findIndex((item) => isMap(item) && item.get('id') === edit.id);
  const item = list.items[index];
  if (edit.kind === 'add') {
    if (item !== undefined) return { kind: 'exists' };
    list.items.push(document.createNode(edit.instrument));
  } else if (!isMap(item)) return { kind: 'unknown' };
  else if (edit.kind === 'remove') list.items.splice(index, 1);
  else mergeMap(document, item, edit.instrument);
  return { kind: 'edited', text: document.toString({ lineWidth: 0, flowCollectionPadding: true }) };
}

/** Members that stay the same keep their nodes, and with them their comments and their spelling. */
function mergeMap(document: Document, map: YAMLMap, value: Readonly<Record<string, unknown>>): void {
  for (const { key } of [...map.items]) if (!Object.hasOwn(value, keyName(key))) map.delete(key);
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) map.delete(name);
    else mergeMember(document, map, { name, member });
  }
}

function mergeMember(document: Document, map: YAMLMap, { name, member }: { name: string; member: unknown }): void {
  const node = map.get(name, true) as Node | undefined;
  const oldValue: unknown = node?.toJS(document);
  if (node !== undefined && JSON.stringify(oldValue) === JSON.stringify(member)) return;
  if (isMap(node) && isRecord(member)) mergeMap(document, node, member);
  else {
    const newNode = document.createNode(member) as Node;
    if (isScalar(node) || isSeq(node)) keepComments(node, newNode);
    map.set(name, newNode);
  }
}

function keepComments(from: Node | YAMLSeq, to: Node): void {
  if (from.comment !== undefined) to.comment = from.comment;
  if (from.commentBefore !== undefined) to.commentBefore = from.commentBefore;
  if (from.spaceBefore !== undefined) to.spaceBefore = from.spaceBefore;
}

function keyName(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Errors that only the drivers find. Without a line: the edited file was never written. */
function findDriverErrors({ site }: LoadedSite, { id, file }: { id: string; file: string }): ConfigError[] {
  const index = site.instruments.findIndex((instrument) => instrument.id === id);
  const instrument = site.instruments[index];
  if (instrument === undefined) return [];
  return findInstrumentErrors(instrument).map((problem) => ({
    file,
    path: `instruments[${index}]`,
    line: null,
    problem,
    allowed: 'what the drivers can serve',
  }));
}

/** A symbolic link stays one: the file behind it is replaced. */
function replaceSiteFile(path: string, text: string): void {
  const target = realpathSync(path);
  try {
    replaceFileDurably(nodeDisk, { path: target, text, mode: statSync(target).mode & 0o777 });
  } catch (error) {
    nodeDisk.remove(`${target}.tmp`);
    throw error;
  }
}

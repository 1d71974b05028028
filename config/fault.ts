// A fault of a configuration file: where, what is wrong, what is allowed. And the way from a schema's issues to faults:
// what is allowed is read from the schema itself, so that it is written once. Knows no particular schema.
import { z } from 'zod';
import type { Path } from './place.ts';

export interface ConfigFault {
  file: string;
  /** "stations[0].scale". */
  path: string;
  line: number | null;
  problem: string;
  allowed: string;
}

export function faultText(fault: ConfigFault): string {
  const place = fault.line === null ? fault.file : `${fault.file}:${fault.line}`;
  return `${place}: ${fault.path}: ${fault.problem}. Allowed: ${fault.allowed}.`;
}

/** A fault before its line is known. */
export interface Found {
  path: Path;
  problem: string;
  allowed: string;
}

/** The part of a JSON schema that this file reads. */
interface Node {
  type?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  anyOf?: Node[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  properties?: Record<string, Node> | undefined;
  items?: Node | undefined;
  additionalProperties?: Node | boolean | undefined;
}

/** Every issue of a failed parse as faults; each unknown member is one. */
export function foundIn(schema: z.ZodType, value: unknown, issues: readonly z.core.$ZodIssue[]): Found[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as unknown as Node;
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: 'unknown setting',
        allowed: Object.keys(nodeAt(root, path)?.properties ?? {}).join(', '),
      }));
    return [{ path, problem: problemOf(valueAt(value, path)), allowed: allowedText(nodeAt(root, path)) }];
  });
}

function problemOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a group of settings';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

function allowedText(node: Node | undefined): string {
  if (node === undefined) return 'nothing';
  const limits = limitText(node);
  if (limits === '') return node.description ?? node.type ?? 'something else';
  return node.description === undefined ? limits : `${limits} – ${node.description}`;
}

function limitText(node: Node): string {
  const variants = variantsOf(node);
  if (variants.length === 1 && variants[0] !== undefined && variants[0] !== node) return limitText(variants[0]);
  const words =
    node.enum ??
    (variants.length > 1 && variants.every((one) => 'const' in one) ? variants.map((one) => one.const) : undefined);
  if (words !== undefined) return `one of ${words.map(String).join(', ')}`;
  if (variants.length > 1)
    return variants
      .map(limitText)
      .filter((text) => text !== '')
      .join(', or ');
  if (node.type === 'integer') return `a whole number from ${node.minimum ?? 0} to ${node.maximum ?? 0}`;
  if (node.type === 'array') return `a list of ${node.minItems ?? 0} to ${node.maxItems ?? 0}`;
  if (node.type === 'string') return 'text';
  if (node.type === 'boolean') return 'true or false';
  return node.properties === undefined ? '' : `a group of ${Object.keys(node.properties).join(', ')}`;
}

/** What a node may be besides null, which a file says by leaving the setting out. */
function variantsOf(node: Node): Node[] {
  return node.anyOf?.filter(({ type }) => type !== 'null') ?? [node];
}

function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    const steps: (Node | undefined)[] = node === undefined ? [] : variantsOf(node).map((one) => childOf(one, step));
    node = steps.find((one) => one !== undefined);
  }
  return node;
}

function childOf({ items, properties, additionalProperties }: Node, step: string | number): Node | undefined {
  if (typeof step === 'number') return items;
  return properties?.[step] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

// An error of a configuration file: where it is, what is wrong, what is allowed. A schema's issues become such errors;
// what is allowed is read from the schema itself, so that it is written once. Must not know any particular schema.
import { z } from 'zod';
import { type Document, type LineCounter, isMap, isScalar, isSeq } from 'yaml';

/** An error of a site or model file, for a person. */
export interface ConfigError {
  file: string;
  /** "stations[0].scale"; "(file)" is the whole file. */
  path: string;
  /** Counted from 1; null: not known. */
  line: number | null;
  /** What is wrong. */
  problem: string;
  /** What would be right. */
  allowed: string;
}

/** One line of text: file, line, setting, what is wrong, what is allowed. */
export function formatConfigError(error: ConfigError): string {
  const location = error.line === null ? error.file : `${error.file}:${error.line}`;
  return `${location}: ${error.path}: ${error.problem}. Allowed: ${error.allowed}.`;
}

/** A configuration error before its line is known. */
export interface SettingError {
  path: SettingPath;
  problem: string;
  allowed: string;
}

/** The part of a JSON schema that this file reads. */
interface JsonSchemaNode {
  type?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  anyOf?: JsonSchemaNode[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  properties?: Record<string, JsonSchemaNode> | undefined;
  items?: JsonSchemaNode | undefined;
  additionalProperties?: JsonSchemaNode | boolean | undefined;
}

/** Every issue of a failed parse as errors; each unknown member is one. */
export function collectSettingErrors(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): SettingError[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonSchemaNode;
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: 'unknown setting',
        allowed: Object.keys(findSchemaNode(root, path)?.properties ?? {}).join(', '),
      }));
    return [
      {
        path,
        problem: describeValue(getValueAtPath(value, path)),
        allowed: describeAllowed(findSchemaNode(root, path)),
      },
    ];
  });
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a group of settings';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

function describeAllowed(node: JsonSchemaNode | undefined): string {
  if (node === undefined) return 'nothing';
  const limits = describeLimits(node);
  if (limits === '') return node.description ?? node.type ?? 'something else';
  return node.description === undefined ? limits : `${limits} – ${node.description}`;
}

function describeLimits(node: JsonSchemaNode): string {
  const variants = listVariants(node);
  if (variants.length === 1 && variants[0] !== undefined && variants[0] !== node) return describeLimits(variants[0]);
  const values =
    node.enum ??
    (variants.length > 1 && variants.every((variant) => 'const' in variant)
      ? variants.map((variant) => variant.const)
      : undefined);
  if (values !== undefined) return `one of ${values.map(String).join(', ')}`;
  if (variants.length > 1)
    return variants
      .map(describeLimits)
      .filter((text) => text !== '')
      .join(', or ');
  if (node.type === 'integer') return `a whole number from ${node.minimum ?? 0} to ${node.maximum ?? 0}`;
  if (node.type === 'array') return `a list of ${node.minItems ?? 0} to ${node.maxItems ?? 0}`;
  if (node.type === 'string') return 'text';
  if (node.type === 'boolean') return 'true or false';
  return node.properties === undefined ? '' : `a group of ${Object.keys(node.properties).join(', ')}`;
}

/** What a node may be besides null, which a file says by leaving the setting out. */
function listVariants(node: JsonSchemaNode): JsonSchemaNode[] {
  return node.anyOf?.filter(({ type }) => type !== 'null') ?? [node];
}

function findSchemaNode(root: JsonSchemaNode, path: SettingPath): JsonSchemaNode | undefined {
  let node: JsonSchemaNode | undefined = root;
  for (const step of path) {
    const children: (JsonSchemaNode | undefined)[] =
      node === undefined ? [] : listVariants(node).map((variant) => findChildNode(variant, step));
    node = children.find((variant) => variant !== undefined);
  }
  return node;
}

function findChildNode(
  { items, properties, additionalProperties }: JsonSchemaNode,
  step: string | number,
): JsonSchemaNode | undefined {
  if (typeof step === 'number') return items;
  return properties?.[step] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

/** The member at a path of plain data; undefined: there is none. */
export function getValueAtPath(value: unknown, path: SettingPath): unknown {
  let member = value;
  for (const step of path) {
    if (typeof member !== 'object' || member === null) return undefined;
    member = (member as Record<string | number, unknown>)[step];
  }
  return member;
}

/** Where a setting is, from the root of its file. */
export type SettingPath = readonly (string | number)[];

/** ['stations', 0, 'scale'] → "stations[0].scale"; the whole file is "(file)". */
export function formatSettingPath(path: SettingPath): string {
  if (path.length === 0) return '(file)';
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** The line of a setting, or of the nearest setting around it that exists; null for an empty file. */
export function findSettingLine(document: Document, lines: LineCounter, path: SettingPath): number | null {
  let node: unknown = document.contents;
  let offset = nodeOffset(node);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      offset = nodeOffset(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = nodeOffset(node) ?? offset;
    } else break;
  }
  return offset === null ? null : lines.linePos(offset).line;
}

/** The offset of a YAML node in its text; null: not known. */
export function nodeOffset(node: unknown): number | null {
  if (isScalar(node) || isMap(node) || isSeq(node)) return node.range?.[0] ?? null;
  return null;
}

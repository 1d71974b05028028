// `npm run measure [-- --json] [--seed N]`: what can be counted of how the code reads: names that stand twice, folders
// that import each other, long lines, documented exports, and twenty documentation texts to read. Judges nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { type DeclaredExport, parse, readDeclaredNames } from '../declaredNames.ts';
import { twoWayFolders } from '../importGraph.ts';
import { readSources, ROOT } from '../sourceTree.ts';

const LONGEST_LINE = 120;
const DRAWN = 20;
/** Folders whose exports are read by those who have not written them. */
const DOCUMENTED = [
  'drivers/contract',
  'agent/core/model',
  'agent/core/ports',
  'agent/ledger',
  'agent/link',
  'agent/services',
  'agent/http',
] as const;

const { values } = parseArgs({ options: { json: { type: 'boolean' }, seed: { type: 'string', default: '1' } } });
const files = readDeclaredNames(['agent', 'config', 'drivers', 'simulators']);
const exported = files.flatMap(({ exports }) => exports);

/** Exported names with the files that declare them, where those are two or more. */
function namesInSeveralFiles(): { name: string; paths: string[] }[] {
  const paths = new Map<string, Set<string>>();
  for (const { name, path } of exported) paths.set(name, (paths.get(name) ?? new Set()).add(path));
  return [...paths].filter(([, found]) => found.size > 1).map(([name, found]) => ({ name, paths: [...found] }));
}

/** Lines that are too long even without their strings, templates, patterns, JSX text and addresses, as "path:line". */
function longLines(): string[] {
  return files.flatMap(({ path }) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const lines = text.split('\n');
    if (lines.every((line) => line.length <= LONGEST_LINE)) return [];
    const bare = withoutTexts(path, text).split('\n');
    return bare.flatMap((line, index) =>
      line.replace(/https?:\/\/\S+/g, '').length > LONGEST_LINE ? [`${path}:${index + 1}`] : [],
    );
  });
}

function withoutTexts(path: string, text: string): string {
  const spans: [number, number][] = [];
  function visit(node: ts.Node): void {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateExpression(node) ||
      ts.isRegularExpressionLiteral(node) ||
      ts.isJsxText(node);
    if (isText) spans.push([node.getStart(), node.getEnd()]);
    else ts.forEachChild(node, visit);
  }
  visit(parse(path, text));
  let bare = text;
  for (const [start, end] of spans.reverse()) {
    bare = bare.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, '') + bare.slice(end);
  }
  return bare;
}

function documentation(folder: string): { folder: string; exports: number; documented: number } {
  const own = exported.filter(({ path }) => path.startsWith(`${folder}/`));
  return { folder, exports: own.length, documented: own.filter(({ documentation: text }) => text !== null).length };
}

/** Twenty documented exports of those folders, the same for the same seed (a linear congruential generator). */
function drawDocumentation(seed: number): DeclaredExport[] {
  const pool = exported.filter(
    ({ path, documentation: text }) => text !== null && DOCUMENTED.some((folder) => path.startsWith(`${folder}/`)),
  );
  let state = seed >>> 0;
  return Array.from({ length: Math.min(DRAWN, pool.length) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return pool.splice(Math.floor((state / 2 ** 32) * pool.length), 1);
  }).flat();
}

const report = {
  namesInSeveralFiles: namesInSeveralFiles(),
  twoWayFolders: twoWayFolders(readSources().filter(({ path }) => !/^(test\/|agent\/main\.ts)/.test(path))),
  longLines: longLines(),
  documentation: DOCUMENTED.map(documentation),
  seed: Number(values.seed),
  drawn: drawDocumentation(Number(values.seed)),
};

function table(): string {
  const rows = report.documentation.map(({ folder, exports, documented }) => {
    const percent = exports === 0 ? '–' : `${Math.floor((100 * documented) / exports)} %`;
    return `  ${folder.padEnd(24)} ${`${documented}/${exports}`.padStart(9)}  ${percent}`;
  });
  const list = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  return [
    `exported names in two or more files  ${report.namesInSeveralFiles.length}`,
    ...list(report.namesInSeveralFiles.map(({ name, paths }) => `${name}: ${paths.join(', ')}`)),
    `folders that import each other       ${report.twoWayFolders.length}`,
    ...list(report.twoWayFolders),
    `lines over ${LONGEST_LINE} beside texts         ${report.longLines.length}`,
    ...list(report.longLines),
    'exports with documentation',
    ...rows,
    `drawn with seed ${report.seed}`,
    ...list(report.drawn.map(({ name, path, documentation: text }) => `${name} (${path})\n    ${oneLine(text ?? '')}`)),
  ].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

process.stdout.write(`${values.json === true ? JSON.stringify(report, null, 2) : table()}\n`);

// Builds the pages of the manual that are made from tables: the glossary from the core's words, the index of decisions
// from their files. Reads files and writes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GLOSSARY, type GlossaryWord } from '../../agent/core/model/glossary.ts';
import { listFiles, ROOT } from '../sourceTree.ts';

export const GLOSSARY_PAGE = 'agent/manual/glossary.md';
export const DECISIONS_FOLDER = 'agent/manual/decisions';
export const DECISIONS_INDEX = `${DECISIONS_FOLDER}/README.md`;

export interface DecisionFile {
  /** File name without its folder: "<area>-<title>.md". */
  name: string;
  area: string;
  title: string;
  status: string;
  date: string;
  /** Headings of the second level, in order. */
  headings: readonly string[];
}

/** Every generated page: path from the root → text. */
export function buildPages(): Map<string, string> {
  return new Map([
    [GLOSSARY_PAGE, buildGlossaryPage(GLOSSARY)],
    [DECISIONS_INDEX, buildDecisionsIndex(readDecisions())],
  ]);
}

function buildGlossaryPage(words: readonly GlossaryWord[]): string {
  const areas = [...new Set(words.map(({ area }) => area))];
  const sections = areas.map((area) => {
    const rows = words.filter((word) => word.area === area).map(glossaryRow);
    return [`## ${area}`, '', '| word | 日本語 | in the code | meaning | not |', '|---|---|---|---|---|', ...rows].join(
      '\n',
    );
  });
  return [
    '# Glossary',
    '',
    'Made from the table in `agent/core/model/glossary.ts` by `npm run documents`. Do not edit.',
    'The last column has words that were used once and are not used any more.',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}

function glossaryRow({ word, japanese, namesInCode, meaning, replaces }: GlossaryWord): string {
  const names = namesInCode.map((name) => `\`${name}\``).join(', ');
  return `| **${word}** | ${japanese} | ${names} | ${meaning} | ${replaces.join(', ')} |`;
}

/** Every decision's file, by area and title. */
export function readDecisions(): DecisionFile[] {
  return listFiles(DECISIONS_FOLDER)
    .filter((path) => path.endsWith('.md') && path !== DECISIONS_INDEX)
    .sort()
    .map((path) => parseDecision(path.slice(DECISIONS_FOLDER.length + 1), readFileSync(join(ROOT, path), 'utf8')));
}

function parseDecision(name: string, text: string): DecisionFile {
  return {
    name,
    area: name.split('-')[0] ?? '',
    title: /^# (.+)$/m.exec(text)?.[1] ?? '',
    status: /^(?:- )?Status: (.+?)\.?$/m.exec(text)?.[1] ?? '',
    date: /^(?:- )?Date: (.+?)\.?$/m.exec(text)?.[1] ?? '',
    headings: [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? ''),
  };
}

function buildDecisionsIndex(decisions: readonly DecisionFile[]): string {
  const areas = [...new Set(decisions.map(({ area }) => area))];
  const sections = areas.map((area) => {
    const rows = decisions
      .filter((decision) => decision.area === area)
      .map(({ name, title, status, date }) => `| [${title}](${name}) | ${status} | ${date} |`);
    return [`## ${area}`, '', '| decision | status | date |', '|---|---|---|', ...rows].join('\n');
  });
  return [
    '# Decisions',
    '',
    'One file a decision, named `<area>-<title>.md`: status, date, context, choice, what would change our mind.',
    'This index is made by `npm run documents`. Do not edit.',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}

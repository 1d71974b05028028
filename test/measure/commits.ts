// `npm run measure:commits -- FROM..TO [--json]`: whether commits have the form that CONTRIBUTING.md asks for: subject,
// body, and how many areas each touches. Exit code 1 if one has not.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT } from '../sourceTree.ts';

const SUBJECT = /^[a-z][a-z -]*: \S/;
const SUBJECT_MAX = 72;
const AREAS_MAX = 3;
/** Subjects of commits that may touch every area: they change no meaning. */
const MAY_TOUCH_ALL = /^(format|rename): /;

interface CommitFaults {
  hash: string;
  subject: string;
  areas: string[];
  faults: string[];
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const [range] = positionals;
if (range === undefined || !range.includes('..')) {
  process.stderr.write('usage: npm run measure:commits -- FROM..TO [--json]\n');
  process.exit(2);
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** A folder of the agent, another code folder or the tools; null for tests, documents and texts that go with their topic. */
function areaOf(path: string): string | null {
  if (path.startsWith('test/') || path.startsWith('agent/manual/') || path.endsWith('.md')) return null;
  if (/(^|\/)tsconfig[^/]*\.json$/.test(path)) return 'tools';
  const [top = '', folder = '', ...rest] = path.split('/');
  if (top === 'agent') return rest.length === 0 ? 'agent' : `agent/${folder}`;
  return path.includes('/') && !top.startsWith('.') ? top : 'tools';
}

function judge(hash: string): CommitFaults {
  const [subject = '', ...body] = git('log', '-1', '--format=%B', hash).trim().split('\n');
  const paths = git('show', '--format=', '--name-only', '-z', hash).split('\0').filter(Boolean);
  const areas = [...new Set(paths.map(areaOf).filter((area) => area !== null))].sort();
  const faults = [
    ...(SUBJECT.test(subject) ? [] : ['subject is not "area: what"']),
    ...(subject.length <= SUBJECT_MAX ? [] : [`subject has ${subject.length} characters`]),
    ...(body.join('').trim() === '' ? ['no body'] : []),
    ...(body.length === 0 || body[0] === '' ? [] : ['no blank line after the subject']),
    ...(areas.length <= AREAS_MAX || MAY_TOUCH_ALL.test(subject) ? [] : [`touches ${areas.length} areas`]),
  ];
  return { hash: hash.slice(0, 9), subject, areas, faults };
}

const commits = git('rev-list', '--no-merges', '--reverse', range).split('\n').filter(Boolean).map(judge);
const faulty = commits.filter(({ faults }) => faults.length > 0);
const lines = faulty.map(
  ({ hash, subject, areas, faults }) => `${hash} ${subject}\n  ${faults.join('; ')} (${areas.join(', ')})`,
);
const summary = `${commits.length} commits, ${faulty.length} not in the form`;
process.stdout.write(
  `${values.json === true ? JSON.stringify({ commits: commits.length, faulty }, null, 2) : [...lines, summary].join('\n')}\n`,
);
process.exitCode = faulty.length === 0 ? 0 : 1;

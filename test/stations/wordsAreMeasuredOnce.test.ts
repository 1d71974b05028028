// What people write in their own words – why, notes, seals, plates – has one measure in every command: blank is blank in
// whatever blanks, too long is too long, and a text that is short enough is never called missing.
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, commandSchema, type CommandBody } from '../../agent/core/model/command.ts';
import { packageName, scannedCode } from '../../agent/core/model/commandValues.ts';
import { FREE_TEXT_MEMBERS } from '../../agent/core/model/freeTexts.ts';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

const PACKAGE = { package: 'CO-1-1' };
const STATION = { station: 'dock-1' };
const SEALS = { sealBefore: null, sealAfter: null };

/** A command of each kind that people write words into. */
const COMMANDS_OF_WORDS: Partial<Record<CommandBody['kind'], object>> = {
  'report-finding': { ...PACKAGE, code: 'DAMAGED_PACKAGE', note: 'n' },
  'type-weight': { ...PACKAGE, job: 'j', grossKg: '1', reason: 'r' },
  'type-removal': { ...PACKAGE, ...STATION, ...SEALS, reason: 'dust', massKg: '0.1', stepKg: '0.001', note: 'r' },
  'check-seal': { ...PACKAGE, seal: 's', intact: true },
  reseal: { ...PACKAGE, reason: 'reseal', sealBefore: null, sealAfter: 's' },
  'vehicle-arrived': { ...STATION, plates: 'p' },
  'announce-pass': { visit: 'v', axlesOn: true, driverAboard: true, empty: true, dunnage: null },
  'announce-load': { ...STATION, load: { kind: 'removal', ...PACKAGE, ...SEALS, reason: 'dust' } },
};

const MEMBERS = Object.entries(FREE_TEXT_MEMBERS).flatMap(([kind, members]) =>
  members.map((member) => ({ ...member, kind: kind as CommandBody['kind'], name: `${kind} ${member.path.join('.')}` })),
);
type Member = (typeof MEMBERS)[number];

function written({ kind, path }: Member, words: string): CommandBody {
  const body = structuredClone({ kind, ...COMMANDS_OF_WORDS[kind] }) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((value, name) => value[name] as Record<string, unknown>, body);
  holder[path.at(-1) ?? ''] = words;
  return body as CommandBody;
}

/** Strings of a schema, with their paths. */
function strings(schema: z.ZodType, path: string): [string, z.ZodType][] {
  if (schema instanceof z.ZodNullable) return strings(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return strings(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodDiscriminatedUnion)
    return (schema.options as z.ZodType[]).flatMap((option) => strings(option, path));
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, member]) =>
      strings(member, path === '' ? name : `${path}.${name}`),
    );
  return schema instanceof z.ZodString ? [[path, schema]] : [];
}

it('every member that takes words is measured, and is one that this test writes into', () => {
  const takesWords = ([, schema]: [string, z.ZodType]): boolean =>
    schema !== scannedCode && schema !== packageName && schema.safeParse('two words').success;
  const found = Object.entries(COMMANDS).flatMap(([kind, { schema }]) =>
    strings(schema, '')
      .filter(takesWords)
      .map(([path]) => `${kind} ${path}`),
  );
  expect(found).toEqual(MEMBERS.map(({ name }) => name));
  expect(new Set(MEMBERS.map(({ kind }) => kind))).toEqual(new Set(Object.keys(COMMANDS_OF_WORDS)));
});

const WORDS_REFUSALS = ['reason-missing', 'seal-empty', 'plates-missing', 'text-too-long'];
const BLANKS = {
  blank: ' ',
  ideographic: '\u3000\u00a0',
  'zero width': '\u200b\u200d',
  filler: '\u3164',
  braille: '\u2800',
  lines: '\n\t',
};

describe.each(MEMBERS)('$name', (member) => {
  let station: BareStation;

  beforeEach(() => {
    station = new BareStation([drum(1)]).open();
  });
  afterEach(() => station.end());

  /** Why its words are refused; null: not because of its words. */
  function refusalOf(words: string): string | null {
    const body = written(member, words);
    expect(commandSchema.safeParse({ ...body, id: 'command-1' }).success).toBe(true);
    const outcome = station.command(body);
    return outcome.kind === 'refused' && WORDS_REFUSALS.includes(outcome.code) ? outcome.code : null;
  }

  it('is blank in any kind of blanks', () => {
    expect(Object.values(BLANKS).map(refusalOf)).toEqual(Object.values(BLANKS).map(() => member.blank));
  });

  it('is as long in emoji as in letters, and of one measure in schema and command', () => {
    for (const letter of ['a', '𠮷', '😀', '字']) {
      const most = letter.repeat(member.most);
      expect(refusalOf(most)).toBeNull();
      expect(commandSchema.safeParse({ ...written(member, most + letter), id: 'command-1' }).success).toBe(false);
    }
  });

  it('is too long where folding makes it so, and says that', () => {
    expect(refusalOf('㍿'.repeat(member.most))).toBe('text-too-long');
  });
});

it('a reason of 200 emoji is recorded as it is', () => {
  const station = new BareStation([drum(1)]).open();
  const job = station.bodies('job-opened').at(-1)?.job ?? '';
  const reason = '😀'.repeat(200);
  expect(station.command({ kind: 'type-weight', ...PACKAGE, job, grossKg: '268.4', reason }).kind).toBe('done');
  expect(station.bodies('weight-typed').map((body) => body.reason)).toEqual([reason]);
  station.end();
});

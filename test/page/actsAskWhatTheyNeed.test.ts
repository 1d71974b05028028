// A form that asks too little makes a command that the agent refuses; one that is offered to the wrong person, too.
import { expect, it, test } from 'vitest';
import type { Role } from '../../agent/core/command.ts';
import type { StationView } from '../../agent/core/shown/view.ts';
import { COMMAND_ROLES, commandSchema } from '../../agent/http/commandSchema.ts';
import { ACT_NAMES, actNow, offeredActs, type ActName, type At } from '../../agent/screen/jobs/acts.ts';
import { wordsIn } from '../../agent/screen/shared/text.ts';
import { en } from '../../agent/screen/texts/en.ts';
import { base, job, load, station } from './stationSeen.ts';

const vehicle = { visit: 'v-1', plates: 'A 12-34', passes: 1, unloaded: [] };
const AT: Record<string, StationView> = {
  idle: station(),
  delivery: station({ job: job('intake') }),
  'delivery, vehicle here': station({ job: job('intake'), visit: vehicle, visits: [vehicle] }),
  'delivery, loaded': station({ job: job('intake'), load: load() }),
  release: station({ job: job('release', { order: 'order-2' }) }),
};

const at = (where: StationView, roles: readonly Role[]): At => ({
  station: where, state: base(), roles, operator: 'aiko', people: [{ operator: 'aiko', name: 'Aiko' }, { operator: 'ben', name: 'Ben' }], words: wordsIn('en'),
});

test.each([
  ['idle', ['operator'], ['vehicle', 'unannounced', 'relocate', 'reweigh', 'removal', 'seal', 'reseal']],
  ['idle', ['supervisor'], ['vehicle', 'unannounced', 'stocktake', 'relocate', 'reweigh', 'removal', 'seal', 'reseal']],
  ['delivery', ['operator'], ['vehicle', 'group', 'end-delivery', 'relocate', 'reweigh', 'removal', 'seal', 'reseal', 'move-job', 'hand-over']],
  ['delivery, vehicle here', ['operator'], ['vehicle', 'unloaded', 'group', 'end-delivery', 'relocate', 'reweigh', 'removal', 'seal', 'reseal', 'move-job', 'hand-over']],
  ['delivery, loaded', ['supervisor'], ['vehicle', 'typed', 'end-delivery', 'relocate', 'seal', 'reseal', 'reverse', 'move-job', 'hand-over']],
  ['release', ['operator'], ['relocate', 'reweigh', 'removal', 'seal', 'reseal', 'move-job', 'hand-over']],
  ['idle', ['technician'], []],
  ['idle', ['auditor'], []],
] satisfies [string, Role[], ActName[]][])('%s, %s', (where, roles, offered) => {
  expect(offeredActs(at(AT[where] ?? station(), roles))).toEqual(offered);
});

const TYPED: Readonly<Record<string, string>> = { plates: 'A 12-34', package: 'DRUM 1', 'pallet-kg': '18.5', kg: '268.4', reason: 'scale away', seal: 'S-1', 'seal-before': 'S-1', 'seal-after': 'S-2' };

/** Somebody fills the form in with the last thing it offers of each choice, or with the first. */
function filledIn(name: ActName, where: At, choose: 'first' | 'last'): unknown {
  const act = actNow(name, where);
  if (act === null) return null;
  const chosen = new Map<string, string>(act.fields.map((field) => [field.name, field.choices?.at(choose === 'first' ? 0 : -1)?.value ?? TYPED[field.name] ?? '']));
  const body = act.body((field) => chosen.get(field) ?? '', act.codes === null ? [] : ['DRUM 1', 'DRUM 2']);
  return { ...body, id: 'a-command' };
}

const EVERYWHERE = Object.values(AT);

test.each(ACT_NAMES)('%s: what comes out of its form is a command that the agent takes, from whoever it is offered to', (name) => {
  for (const roles of [['operator'], ['supervisor'], ['technician'], ['auditor']] satisfies Role[][])
    for (const where of EVERYWHERE)
      for (const choose of ['first', 'last'] as const) {
        const command = filledIn(name, at(where, roles), choose);
        if (command === null) continue;
        const parsed = commandSchema.safeParse(command);
        expect(parsed.error?.issues ?? []).toEqual([]);
        if (parsed.success) expect(COMMAND_ROLES[parsed.data.kind]).toEqual(expect.arrayContaining(roles));
      }
  expect(EVERYWHERE.some((where) => actNow(name, at(where, ['supervisor'])) !== null)).toBe(true);
});

it('every act and field has its texts', () => {
  const known: Readonly<Record<string, string>> = en;
  const wanted = ACT_NAMES.flatMap((name) => [`act.${name}`, `act.${name}.why`, `act.${name}.do`, ...EVERYWHERE.flatMap((where) => actNow(name, at(where, ['supervisor']))?.fields ?? []).map((field) => `act.field.${field.name}`)]);
  expect(wanted.filter((key) => (known[key] ?? '') === '')).toEqual([]);
});

it('a mark becomes the package that bears it; what two bear is left to the agent', () => {
  const where = at(station(), ['operator']);
  const command = (code: string): unknown => actNow('reweigh', where)?.body(() => code, []);
  expect(command('DRUM 1')).toMatchObject({ load: { package: 'LOT-1-01' } });
  expect(command('3114257bf400264cb0000000')).toMatchObject({ load: { package: 'LOT-1-01' } });
  const [lot] = where.state.lots;
  if (lot === undefined) throw new RangeError('no lot');
  const twice = { ...where, state: base({ lots: [lot, { ...lot, lot: 'LOT-2' }] }) };
  expect(actNow('reweigh', twice)?.body(() => 'DRUM 1', [])).toMatchObject({ load: { package: 'DRUM 1' } });
});

it('a pallet that is none weighs nothing, whatever was typed', () => {
  const act = actNow('group', at(AT['delivery'] ?? station(), ['operator']));
  expect(act?.body((field) => (field === 'pallet-kind' ? 'none' : '18.5'), ['DRUM 1', 'DRUM 2'])).toMatchObject({ palletTareKind: 'none', palletKg: '0' });
});

// The longer actions at a station, one function each. Null: not offered now. Pure; must not know roles nor a component.
import { nameGoods } from '../../shared/goodsName.ts';
import { WORDS_MAX } from '../../../core/model/comparableText.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import {
  buildChoiceField,
  buildSealField,
  buildSimpleAction,
  emptyToNull,
  type FieldReader,
  isIdle,
  MAX_CODES,
  mayAnnounce,
  PACKAGE_FIELD,
  resolvePackage,
  type StationAction,
  type StationActionContext,
  type StationActionField,
} from './stationActionFields.ts';
import { asLotId, asOperatorId, asPackageId } from '../../../core/model/ids.ts';
import { asStationId } from '../../../../drivers/contract/siteIds.ts';

/** What came off the vehicle at the bridge: its lot and the packages. Null before its first pass. */
export function buildUnloadAction({ station, state, translator }: StationActionContext): StationAction | null {
  const visit = station.visit;
  if (visit === null || visit.passes === 0) return null;
  const lots = state.lots.filter(({ packages }) =>
    packages.some(({ state: packageState }) => packageState === 'expected'),
  );
  return {
    fields: [
      {
        name: 'lot',
        kind: 'choice',
        choices: lots.map((lot) => ({ value: lot.lot, text: `${lot.lot} · ${nameGoods(lot, translator)}` })),
      },
    ],
    codes: { min: 0, max: MAX_CODES },
    toCommand: (readField, codes) => ({
      kind: 'vehicle-unloaded',
      visit: visit.visit,
      lot: asLotId(readField('lot')),
      codes: [...codes],
    }),
  };
}

/** A pallet of two to four packages. Null outside an intake, and while a load is announced or weighed. */
export function buildGroupAction(context: StationActionContext): StationAction | null {
  const { station } = context;
  if (station.job?.work !== 'intake' || !mayAnnounce(station)) return null;
  return {
    fields: [
      buildChoiceField('pallet-kind', context, [
        ['none', 'action.pallet.none'],
        ['declared', 'action.pallet.declared'],
        ['weighed', 'action.pallet.weighed'],
      ]),
      { name: 'pallet-kg', kind: 'kg', optional: true },
    ],
    codes: { min: 1, max: 4 },
    toCommand: (readField, codes) => {
      const kind = readField('pallet-kind');
      const palletTareKind = kind === 'declared' || kind === 'weighed' ? kind : 'none';
      // "0" for a pallet that has a weight: the agent says what is unclear, where it could not read an empty text.
      return {
        kind: 'form-group',
        station: station.station,
        codes: [...codes],
        palletKg: palletTareKind === 'none' ? '0' : readField('pallet-kg') || '0',
        palletTareKind,
      };
    },
  };
}

/** A weight typed by a supervisor for a package that no scale can weigh. Null where none is expected. */
export function buildTypeWeightAction({ station: { job }, state }: StationActionContext): StationAction | null {
  if (job?.work !== 'intake') return null;
  const lot = state.lots.find((candidate) => candidate.lot === job.lot);
  const openPackages = lot?.packages.filter(({ state: packageState }) => packageState === 'expected') ?? [];
  if (openPackages.length === 0) return null;
  return buildSimpleAction(
    [
      {
        name: 'package',
        kind: 'choice',
        choices: openPackages.map(({ package: value, mark }) => ({ value, text: mark })),
      },
      { name: 'kg', kind: 'kg' },
      { name: 'reason', kind: 'text', maxCharacters: WORDS_MAX.reason },
    ],
    (readField) => ({
      kind: 'type-weight',
      job: job.job,
      package: asPackageId(readField('package')),
      grossKg: readField('kg'),
      reason: readField('reason'),
    }),
  );
}

/** A stocktake that the base begins itself: of the base, of an area or of a lot. Null while a job is open. */
export function buildStocktakeAction(context: StationActionContext): StationAction | null {
  const { station, state, translator } = context;
  if (!isIdle(station)) return null;
  const areas = state.areas.map(({ area, name }) => ({ value: `area ${area}`, text: name[translator.language] }));
  const lots = state.lots.map((lot) => ({
    value: `lot ${lot.lot}`,
    text: `${lot.lot} · ${nameGoods(lot, translator)}`,
  }));
  return buildSimpleAction(
    [
      {
        name: 'scope',
        kind: 'choice',
        choices: [{ value: 'base', text: translator.t('action.scope.base') }, ...areas, ...lots],
      },
    ],
    (readField) => ({ kind: 'open-stocktake', station: station.station, scope: parseScope(readField('scope')) }),
  );
}

function parseScope(value: string): Extract<CommandBody, { kind: 'open-stocktake' }>['scope'] {
  if (value.startsWith('area ')) return { kind: 'area-scope', area: value.slice(5) };
  return value.startsWith('lot ') ? { kind: 'lot-scope', lot: asLotId(value.slice(4)) } : { kind: 'base-scope' };
}

const REMOVAL_REASONS = ['sample', 'spillage', 'dust', 'residue'] as const;

/** Material taken out of a package, to be weighed next. Null while a load is announced or weighed. */
export function buildRemovalAction(context: StationActionContext): StationAction | null {
  if (!mayAnnounce(context.station)) return null;
  return buildSimpleAction(
    [
      PACKAGE_FIELD,
      buildRemovalField(context),
      buildSealField('seal-before', true),
      buildSealField('seal-after', true),
    ],
    (readField) => ({
      kind: 'announce-load',
      station: context.station.station,
      load: {
        kind: 'removal',
        package: resolvePackage(context, readField('package')),
        ...readRemoval(readField),
      },
    }),
  );
}

/** What was taken out and is too light for the scale, as a person reads it off a balance. */
export function buildTypedRemovalAction(context: StationActionContext): StationAction {
  return buildSimpleAction(
    [
      PACKAGE_FIELD,
      buildRemovalField(context),
      { name: 'removed-kg', kind: 'kg' },
      { name: 'step-kg', kind: 'kg' },
      { name: 'reason', kind: 'text', maxCharacters: WORDS_MAX.reason },
      buildSealField('seal-before', true),
      buildSealField('seal-after', true),
    ],
    (readField) => ({
      kind: 'type-removal',
      station: context.station.station,
      package: resolvePackage(context, readField('package')),
      massKg: readField('removed-kg'),
      stepKg: readField('step-kg'),
      note: readField('reason'),
      ...readRemoval(readField),
    }),
  );
}

/** Another person may take more out of a package than one person may take alone: who, and how much at most. */
export function buildAllowRemovalAction(context: StationActionContext): StationAction {
  const others = context.people.filter(({ operator }) => operator !== context.operator);
  return buildSimpleAction(
    [
      PACKAGE_FIELD,
      { name: 'taker', kind: 'choice', choices: others.map(({ operator, name }) => ({ value: operator, text: name })) },
      { name: 'most-kg', kind: 'kg' },
    ],
    (readField) => ({
      kind: 'allow-removal',
      package: resolvePackage(context, readField('package')),
      taker: asOperatorId(readField('taker')),
      mostKg: readField('most-kg'),
    }),
  );
}

function buildRemovalField(context: StationActionContext): StationActionField {
  return buildChoiceField(
    'removal',
    context,
    REMOVAL_REASONS.map((reason) => [reason, `action.removal.${reason}`]),
  );
}

function readRemoval(
  readField: FieldReader,
): Pick<Extract<CommandBody, { kind: 'type-removal' }>, 'reason' | 'sealBefore' | 'sealAfter'> {
  return {
    reason: REMOVAL_REASONS.find((reason) => reason === readField('removal')) ?? 'sample',
    sealBefore: emptyToNull(readField('seal-before')),
    sealAfter: emptyToNull(readField('seal-after')),
  };
}

/** Moves the open job to an idle station. Null where there is no job or no such station. */
export function buildMoveJobAction({
  station: { job, station: stationId },
  state,
  translator,
}: StationActionContext): StationAction | null {
  const freeStations = state.stations.filter((candidate) => candidate.station !== stationId && isIdle(candidate));
  if (job === null || freeStations.length === 0) return null;
  return buildSimpleAction(
    [
      {
        name: 'station',
        kind: 'choice',
        choices: freeStations.map(({ station, name }) => ({ value: station, text: name[translator.language] })),
      },
    ],
    (readField) => ({ kind: 'move-job', job: job.job, station: asStationId(readField('station')) }),
  );
}

/** Takes the open job over from somebody else. Null where there is no job, or whoever is signed in works it. */
export function buildTakeOverAction({ station: { job }, operator }: StationActionContext): StationAction | null {
  if (job === null || job.operator === operator) return null;
  return buildSimpleAction([], () => ({ kind: 'take-over-job', job: job.job }));
}

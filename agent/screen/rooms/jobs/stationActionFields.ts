// What an action at a station is: its context, its fields, the command that comes out, and the builders of the usual
// fields. Pure; must not know the table of actions, nor a component.
import { type OperatorId, asPackageId, type PackageId } from '../../../core/model/ids.ts';
import { WORDS_MAX } from '../../../core/model/comparableText.ts';
import type { NamedCode } from '../../../core/model/proofs.ts';
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import { hasPackageCode } from '../../shared/packageCode.ts';
import type { TextKey, Translator } from '../../shared/translator.ts';

/** What decides whether an action is offered, and what its fields list. */
export interface StationActionContext {
  station: StationView;
  state: StateView;
  roles: readonly Role[];
  operator: OperatorId;
  /** Everybody of this base, by name. */
  people: readonly { operator: OperatorId; name: string }[];
  translator: Pick<Translator, 't' | 'codeText' | 'language'>;
}

/** One input of an action. Kind `code`: scanned or typed; `kg`: decimal text. */
export interface StationActionField {
  name:
    | 'plates'
    | 'lot'
    | 'package'
    | 'pallet-kind'
    | 'pallet-kg'
    | 'kg'
    | 'reason'
    | 'scope'
    | 'area'
    | 'removal'
    | 'removed-kg'
    | 'taker'
    | 'most-kg'
    | 'step-kg'
    | 'seal'
    | 'intact'
    | 'seal-work'
    | 'seal-before'
    | 'seal-after'
    | 'station';
  kind: 'code' | 'text' | 'kg' | 'choice';
  choices?: readonly { value: string; text: string }[];
  optional?: true;
  maxCharacters?: number;
}

/** The inputs of one action, and the command that they make. */
export interface StationAction {
  fields: readonly StationActionField[];
  /** A list of scanned packages, of at least and at most so many; null: none. */
  codes: { min: number; max: number } | null;
  toCommand: (readField: FieldReader, codes: readonly NamedCode[]) => CommandBody;
}

/** Gives the text of a field; empty where nothing was typed. */
export type FieldReader = (name: StationActionField['name']) => string;

/** Packages on one list; nobody checks a longer one by eye. */
export const MAX_CODES = 500;

/** No job is open at the station. */
export const isIdle = ({ job }: StationView): boolean => job === null;
/** Goods arrive at the station: an intake, or goods without a notice. */
export const isDelivery = ({ job }: StationView): boolean =>
  job !== null && (job.work === 'intake' || job.work === 'unannounced');
/** Nothing is announced and nothing lies on the scale. */
export const mayAnnounce = ({ intent, load }: StationView): boolean => intent === null && load === null;

/** An action without a list of packages. */
export const buildSimpleAction = (
  fields: readonly StationActionField[],
  buildCommand: (readField: FieldReader) => CommandBody,
): StationAction => ({
  fields,
  codes: null,
  toCommand: buildCommand,
});

/** A choice with fixed values, each shown by its text key. */
export const buildChoiceField = (
  name: StationActionField['name'],
  context: StationActionContext,
  values: readonly [string, TextKey][],
): StationActionField => ({
  name,
  kind: 'choice',
  choices: values.map(([value, key]) => ({ value, text: context.translator.t(key) })),
});

/** One package, by mark, barcode or tag. */
export const PACKAGE_FIELD: StationActionField = { name: 'package', kind: 'code', maxCharacters: 100 };

/** The number on a seal, as text. */
export const buildSealField = (name: 'seal' | 'seal-before' | 'seal-after', optional: boolean): StationActionField => ({
  name,
  kind: 'text',
  maxCharacters: WORDS_MAX.seal,
  ...(optional ? { optional: true } : {}),
});

/** Null for an empty field, as the commands say "none". */
export const emptyToNull = (text: string): string | null => (text === '' ? null : text);

/**
 * The id of the one package of a known lot that bears this code; the code itself where none or several do, for the
 * agent to judge.
 */
export function resolvePackage({ state }: StationActionContext, code: string): PackageId {
  const [first, ...others] = state.lots
    .flatMap(({ packages }) => packages)
    .filter((packageView) => hasPackageCode(packageView, code));
  return first !== undefined && others.length === 0 ? first.package : asPackageId(code);
}

// Commands that queue orders or hand them out: order, deposit, suspend, continue, decide, draw, orders. Each tells what it did and returns
// its exit code.
import { writeFileSync } from 'node:fs';
import { recipientKeysOf } from '../link/messageAnswers.ts';
import { DECISION_WORDS, queueDecision } from './decisionOrders.ts';
import { queueDeposit } from './depositOrders.ts';
import { queueSample } from './sampleOrders.ts';
import { readHeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import {
  readDeskJsonFile,
  parseKilograms,
  requireOption,
  type DeskOptions,
  DeskUsageError,
  withHalves,
  withLinkStore,
} from './deskOptions.ts';
import { issueOrders, unansweredIssuedOrders } from '../link/issuedOrders.ts';
import { sealForBase } from '../signing/messageSeal.ts';
import { type QueueOutcome, queueOrder, resolveBase } from './orderQueue.ts';
import { asPackageId, asLotId, asOrderId } from '../../link/contract/contractIds.ts';
import type { ContractOrderBodyOf } from '../book/bookDeliveries.ts';

/** What a command of headquarters is given by the command line. */
export interface DeskIo {
  /** One line to standard output. */
  out: (line: string) => void;
  /** One line to standard error. */
  err: (line: string) => void;
  /** Aborted when this process is asked to end (SIGINT, SIGTERM). */
  stop: AbortSignal;
}

function printOutcomes(outcomes: readonly QueueOutcome[], io: DeskIo): number {
  for (const outcome of outcomes) {
    if ('refusal' in outcome) io.err(`order refused: ${outcome.refusal}`);
    else
      for (const order of [outcome.order, ...outcome.parts])
        io.out(`order ${order} for ${outcome.base} ${outcome.state}`);
  }
  return outcomes.some((outcome) => 'refusal' in outcome) ? 2 : 0;
}

/** `order`: queues the order or the orders of a file. Exit code 0, or 2 if one was refused. */
export function runOrderCommand(options: DeskOptions, io: DeskIo): number {
  const content = readDeskJsonFile(requireOption(options, 'file'));
  const orders: unknown[] = Array.isArray(content) ? content : [content];
  return printOutcomes(
    withLinkStore(options, (store) => orders.map((order) => queueOrder(store, order, options.base))),
    io,
  );
}

/** `deposit`: queues a release sealed under a one-time code, and prints the code once. */
export function runDepositCommand(options: DeskOptions, io: DeskIo): number {
  const content = readDeskJsonFile(requireOption(options, 'file'));
  const outcome = withLinkStore(options, (store) =>
    queueDeposit(store, { content, name: options.name, base: options.base }),
  );
  if ('refusal' in outcome) return printOutcomes([outcome], io);
  printOutcomes([outcome.queued], io);
  io.out(`deposit ${outcome.sealed}`);
  io.out(`one-time code ${outcome.code}`);
  io.err(
    'The code is shown once and kept nowhere. Tell it by telephone, to two persons of the base, when the release is to open.',
  );
  return 0;
}

/** `suspend` and `continue`: lets an order, or a count of a base's own plan, rest or be worked again. */
export function runSuspensionCommand(suspended: boolean): (options: DeskOptions, io: DeskIo) => number {
  return (options, io) => {
    const order = asOrderId(requireOption(options, 'order'));
    const body = { kind: 'suspension' as const, order, suspended };
    return printOutcomes([withLinkStore(options, (store) => queueOrder(store, body, options.base))], io);
  };
}

/** `decide`: queues a decision on findings. */
export function runDecideCommand(options: DeskOptions, io: DeskIo): number {
  const decision = DECISION_WORDS.find((word) => word === options.decision);
  if (decision === undefined) throw new DeskUsageError(`--decision is one of ${DECISION_WORDS.join(', ')}`);
  const findings = options.finding ?? [];
  if (findings.length === 0) throw new DeskUsageError('--finding is missing');
  const adjust = (options.adjust ?? []).map((text) => {
    const [name, kg] = parseAdjustment(text);
    return { package: asPackageId(name), netMg: parseKilograms(kg, '--adjust PACKAGE=KG') };
  });
  const adopt = options.adopt === undefined ? null : parseAdoption(options.adopt);
  const recognise = options.recognise === undefined ? null : parseRecognition(options.recognise);
  const note = options.note ?? '';
  return printOutcomes(
    [
      withHalves(options, (halves) =>
        queueDecision(halves, { findings, decision, adjust, adopt, recognise, note, base: options.base }),
      ),
    ],
    io,
  );
}

/** An id may hold an equals sign, a mass cannot. */
function parseAdjustment(text: string): [string, string] {
  const separatorIndex = text.lastIndexOf('=');
  if (separatorIndex < 1)
    throw new DeskUsageError('--adjust is PACKAGE=KG, the net mass that the package is to count for');
  return [text.slice(0, separatorIndex), text.slice(separatorIndex + 1)];
}

type DecisionMembers = ContractOrderBodyOf<'decision'>;

/** Reads parts named `name=value`; `usage` is told when one is missing. */
function namedParts(text: string, usage: string): (name: string) => string {
  const parts = new Map(
    text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  return (name) => {
    const value = parts.get(name);
    if (value === undefined || value === '') throw new DeskUsageError(usage);
    return value;
  };
}

function parseAdoption(text: string): NonNullable<DecisionMembers['adopt']> {
  const part = namedParts(text, '--adopt is identity=…,package=…,lot=…,mark=…,tareKg=…');
  return {
    identity: part('identity'),
    package: asPackageId(part('package')),
    lot: asLotId(part('lot')),
    mark: part('mark'),
    tareMg: parseKilograms(part('tareKg'), '--adopt tareKg'),
  };
}

function parseRecognition(text: string): NonNullable<DecisionMembers['recognise']> {
  const part = namedParts(text, '--recognise is identity=…,package=…');
  return { identity: part('identity'), package: asPackageId(part('package')) };
}

/** `draw`: draws the sample of a stocktake and queues it. */
export function runDrawCommand(options: DeskOptions, io: DeskIo): number {
  const [stocktake, seed] = [requireOption(options, 'stocktake'), requireOption(options, 'seed')];
  const outcome = withHalves(options, (halves) => queueSample(halves, { stocktake, seed, base: options.base }));
  if ('refusal' in outcome) return printOutcomes([outcome], io);
  io.out(`drawn ${outcome.drawn} of ${outcome.population} packages`);
  return printOutcomes([outcome.queued], io);
}

/**
 * Issues what is queued, and writes every order that the base has not answered, sealed, one a line: for a USB stick.
 */
export function runOrdersCommand(options: DeskOptions, io: DeskIo): number {
  const out = requireOption(options, 'out');
  const keys = readHeadquartersKeyRing(requireOption(options, 'dir'));
  return withLinkStore(options, (store) => {
    const name = resolveBase(store, options.base);
    const base = store.listBases().find((row) => row.base === name);
    if (!base)
      return printOutcomes([typeof name === 'string' ? { refusal: `base ${name} is not enrolled` } : name], io);
    const stream = store.findNewestStream(base.base);
    if (!stream) {
      io.err(
        `base ${base.base} has not said hello yet: its epoch is not known, and an order is numbered within an epoch`,
      );
      return 1;
    }
    issueOrders(store, { stream, keys, issuedWallMs: Date.now() });
    const messages = unansweredIssuedOrders(store, stream).map((signed) => sealForBase(signed, recipientKeysOf(base)));
    writeFileSync(out, messages.map((message) => `${message}\n`).join(''), { flush: true });
    io.out(`${messages.length} orders for ${base.base} in ${out}`);
    return 0;
  });
}

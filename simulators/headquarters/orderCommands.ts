// Commands that queue orders or hand them out: order, deposit, decide, draw, orders. Each tells what it did and returns
// its exit code.
import { writeFileSync } from 'node:fs';
import type { ProcessIo } from '../io.ts';
import { recipientOf } from './answer.ts';
import { DECISIONS, queueDecision } from './decide.ts';
import { queueDeposit } from './deposit.ts';
import { queueSample } from './drawSample.ts';
import { ensureHeadquartersKeys } from './keys.ts';
import { jsonFile, kilograms, need, type Options, UsageError, withStore } from './options.ts';
import { baseFor, issueOrders, type Queued, queueOrder, unansweredOrders } from './orders.ts';
import { sealTo } from './seal.ts';
import { enrolledBases, type StreamRow } from './store.ts';

export type Io = Pick<ProcessIo, 'out' | 'err' | 'stop'>;

function told(outcomes: readonly Queued[], io: Io): number {
  for (const outcome of outcomes) {
    if ('fault' in outcome) io.err(`order refused: ${outcome.fault}`);
    else io.out(`order ${outcome.order} for ${outcome.base} ${outcome.state}`);
  }
  return outcomes.some((outcome) => 'fault' in outcome) ? 2 : 0;
}

export function order(options: Options, io: Io): number {
  const content = jsonFile(need(options, 'file'));
  const all: unknown[] = Array.isArray(content) ? content : [content];
  return told(
    withStore(options, (store) => all.map((one) => queueOrder(store, one, options.base))),
    io,
  );
}

export function deposit(options: Options, io: Io): number {
  const content = jsonFile(need(options, 'file'));
  const outcome = withStore(options, (store) =>
    queueDeposit(store, { content, name: options.name, base: options.base }),
  );
  if ('fault' in outcome) return told([outcome], io);
  told([outcome.queued], io);
  io.out(`deposit ${outcome.sealed}`);
  io.out(`one-time code ${outcome.code}`);
  io.err(
    'The code is shown once and kept nowhere. Tell it by telephone, to two persons of the base, when the release is to open.',
  );
  return 0;
}

export function decide(options: Options, io: Io): number {
  const decision = DECISIONS.find((word) => word === options.decision);
  if (decision === undefined) throw new UsageError(`--decision is one of ${DECISIONS.join(', ')}`);
  const findings = options.finding ?? [];
  if (findings.length === 0) throw new UsageError('--finding is missing');
  const adjust = (options.adjust ?? []).map((text) => {
    const [name, kg] = splitLast(text);
    return { package: name, netMg: kilograms(kg, '--adjust PACKAGE=KG') };
  });
  const adopt = options.adopt === undefined ? null : adoption(options.adopt);
  return told(
    [
      withStore(options, (store) =>
        queueDecision(store, { findings, decision, adjust, adopt, note: options.note ?? '', base: options.base }),
      ),
    ],
    io,
  );
}

/** An id may hold an equals sign, a mass cannot. */
function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new UsageError('--adjust is PACKAGE=KG, the net mass that the package is to count for');
  return [text.slice(0, at), text.slice(at + 1)];
}

function adoption(text: string): { identity: string; package: string; lot: string; mark: string; tareMg: number } {
  const parts = new Map(
    text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const part = (name: string): string => {
    const value = parts.get(name);
    if (value === undefined || value === '')
      throw new UsageError('--adopt is identity=…,package=…,lot=…,mark=…,tareKg=…');
    return value;
  };
  return {
    identity: part('identity'),
    package: part('package'),
    lot: part('lot'),
    mark: part('mark'),
    tareMg: kilograms(part('tareKg'), '--adopt tareKg'),
  };
}

export function draw(options: Options, io: Io): number {
  const [stocktake, seed] = [need(options, 'stocktake'), need(options, 'seed')];
  const outcome = withStore(options, (store) => queueSample(store, { stocktake, seed, base: options.base }));
  if ('fault' in outcome) return told([outcome], io);
  io.out(`drawn ${outcome.drawn} of ${outcome.of} packages`);
  return told([outcome.queued], io);
}

/**
 * Issues what is queued, and writes every order that the base has not answered, sealed, one a line: for a USB stick.
 */
export function orders(options: Options, io: Io): number {
  const out = need(options, 'out');
  const keys = ensureHeadquartersKeys(need(options, 'dir'));
  return withStore(options, (store) => {
    const name = baseFor(store, options.base);
    const base = enrolledBases(store).find((row) => row.base === name);
    if (!base) return told([typeof name === 'string' ? { fault: `base ${name} is not enrolled` } : name], io);
    const stream = store
      .prepare<[string], StreamRow>(
        "SELECT * FROM streams WHERE base = ? AND state = 'approved' ORDER BY stream DESC LIMIT 1",
      )
      .get(base.base);
    if (!stream) {
      io.err(
        `base ${base.base} has not said hello yet: its epoch is not known, and an order is numbered within an epoch`,
      );
      return 1;
    }
    issueOrders(store, { stream, keys, issuedWallMs: Date.now() });
    const messages = unansweredOrders(store, stream).map((signed) => sealTo(signed, recipientOf(base)));
    writeFileSync(out, messages.map((message) => `${message}\n`).join(''), { flush: true });
    io.out(`${messages.length} orders for ${base.base} in ${out}`);
    return 0;
  });
}

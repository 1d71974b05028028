// Which slaves of an RTU line may still owe an answer to an old question. An RTU answer names only unit, function and
// byte count (a write's also its address and value): its shape. An old answer could pass for the next question's of the
// same shape. Three rules keep them apart:
//
// 1. After a time-out the unit is asked nothing until its late answer was heard and thrown away, or LATE_MOST_MS
//    passed.
// 2. After that it is first asked something whose answer has another shape than every question still open: fewer
//    registers,
//    then other functions, which even a refusal names. A slave answers in order, so the right shape proves that nothing
//    older will come, however late it is.
// 3. When every shape is open (a unit long dead), the one asked longest ago is used again, and only after
//    REUSE_AFTER_MS.
//
// What is left: an answer that comes more than half a minute late, of a unit that has left four to eight further
// questions unanswered. RTU cannot tell it apart; a gateway that holds answers back for so long, or answers out of
// order, must be asked as Modbus TCP.
//
// Pure bookkeeping; time comes in as an argument. Not for Modbus TCP, where answers carry their question's number.
import type { ModbusRequest, ModbusReadRequest } from './modbusConnection.ts';

/** Slaves answer within a second or never; gateways and drivers add their own buffers. */
const MAX_LATE_RESPONSE_MS = 2_000;
const SHAPE_REUSE_AFTER_MS = 30_000;
/** Registers read at the start of a long block to tell answers apart; more lengths than this are never open at once. */
const MAX_PROBE_LENGTHS = 8;

export type NextModbusRequest = { do: 'ask'; ask: ModbusRequest } | { do: 'wait'; ms: number };

/** By what an answer to this question is known. */
function requestShape(ask: ModbusRequest): string {
  const { functionCode, at } = ask;
  if ('count' in ask) return `${functionCode}:${functionCode <= 2 ? Math.ceil(ask.count / 8) : 2 * ask.count}`;
  const value =
    functionCode === 16
      ? ask.values.length
      : functionCode === 5
        ? ask.values[0] === 1
          ? 0xff00
          : 0
        : (ask.values[0] ?? 0);
  return `${functionCode}:${at}:${value}`;
}

function responseShape(frame: Uint8Array): string {
  const [, functionCode = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = frame;
  return functionCode <= 4
    ? `${functionCode}:${third}`
    : `${functionCode}:${(third << 8) | fourth}:${(fifth << 8) | sixth}`;
}

/** The question itself, then others whose answers differ: reads only, of registers that the slave has or may refuse. */
function listDistinguishableRequests(ask: ModbusRequest): ModbusRequest[] {
  const { unit, at, timeoutMs } = ask;
  const read = (functionCode: ModbusReadRequest['functionCode'], count: number): ModbusReadRequest => ({
    unit,
    functionCode,
    at,
    count,
    timeoutMs,
  });
  const shorter =
    'count' in ask
      ? Array.from({ length: Math.min(ask.count - 1, MAX_PROBE_LENGTHS) }, (_, i) =>
          read(ask.functionCode, ask.count - 1 - i),
        )
      : [];
  const others = ([3, 4, 1, 2] as const)
    .filter((functionCode) => functionCode !== ask.functionCode)
    .map((functionCode) => read(functionCode, 1));
  return [ask, ...shorter, ...others];
}

export class LateResponseTracker {
  /** Unit → shape asked in vain → when last. Bounded by the shapes that `questions` gives for what a model asks. */
  readonly #unansweredShapes = new Map<number, Map<string, number>>();

  /** What may be asked now in place of a question; another one than given must be answered first. */
  chooseRequest(ask: ModbusRequest, nowMs: number): NextModbusRequest {
    const open = this.#unansweredShapes.get(ask.unit);
    if (!open) return { do: 'ask', ask };
    const latest = Math.max(...open.values());
    if (nowMs - latest < MAX_LATE_RESPONSE_MS) return { do: 'wait', ms: latest + MAX_LATE_RESPONSE_MS - nowMs };
    const dated = listDistinguishableRequests(ask).map((one) => ({
      ask: one,
      askedAtMs: open.get(requestShape(one)) ?? Number.NEGATIVE_INFINITY,
    }));
    const oldest = dated.reduce((best, one) => (one.askedAtMs < best.askedAtMs ? one : best));
    const waitMs = oldest.askedAtMs + SHAPE_REUSE_AFTER_MS - nowMs;
    return waitMs > 0 ? { do: 'wait', ms: waitMs } : { do: 'ask', ask: oldest.ask };
  }

  /** How long the unit must still be left alone; 0: not at all. */
  requiredWaitMs(ask: ModbusRequest, nowMs: number): number {
    const next = this.chooseRequest(ask, nowMs);
    return next.do === 'wait' ? next.ms : 0;
  }

  expectsLateResponse(unit: number): boolean {
    return this.#unansweredShapes.has(unit);
  }

  noteTimeout(ask: ModbusRequest, askedAtMs: number): void {
    const open = this.#unansweredShapes.get(ask.unit) ?? new Map<string, number>();
    this.#unansweredShapes.set(ask.unit, open.set(requestShape(ask), askedAtMs));
  }

  /** The very answer came to a question that differed from all open ones. */
  noteResponse(unit: number): void {
    this.#unansweredShapes.delete(unit);
  }

  /** An exception came. It names its function only: with an open question of that function it may be that one's. */
  noteException(ask: ModbusRequest, askedAtMs: number): void {
    const open = this.#unansweredShapes.get(ask.unit);
    if (!open) return;
    const mayBeOld = [...open.keys()].some((shape) => shape.startsWith(`${ask.functionCode}:`));
    if (mayBeOld) this.noteTimeout(ask, askedAtMs);
    else this.#unansweredShapes.delete(ask.unit);
  }

  /** An answer that nobody awaited was heard and thrown away. */
  noteStrayFrame(frame: Uint8Array): void {
    const unit = frame[0] ?? 0;
    const open = this.#unansweredShapes.get(unit);
    open?.delete(responseShape(frame));
    if (open?.size === 0) this.#unansweredShapes.delete(unit);
  }
}

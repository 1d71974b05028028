// Which units of an RTU line may still send a response to an old request. An RTU response names only unit, function and
// byte count (a write's also its address and value): its shape. An old response could pass for the next request's of
// the same shape. Three rules keep them apart:
//
// 1. After a time-out the unit is sent no request until its late response has arrived and was discarded, or
//    MAX_LATE_RESPONSE_MS have passed.
// 2. After that its first request is one whose response has another shape than every unanswered request: fewer
//    registers, then other functions, which even an exception names. A unit responds in order, so a response of the new
//    shape proves that no older one will come, however late it is.
// 3. When every shape is unanswered (a unit long dead), the one requested longest ago is used again, and only after
//    SHAPE_REUSE_AFTER_MS.
//
// Not covered: a response that comes more than half a minute late, of a unit that has left four to eight further
// requests unanswered. RTU cannot distinguish it; a gateway that holds responses back for so long, or responds out of
// order, must be configured as Modbus TCP.
//
// Time comes in as an argument. Not for Modbus TCP, where responses carry their request's transaction id. Must not know
// any port.
//
// @see MODBUS over Serial Line V1.02, section 2.4.1 (one request in flight, response time-out)
import type { ModbusRequest, ModbusReadRequest } from './modbusConnection.ts';

/** Units respond within a second or never; gateways and drivers add their own buffers. */
const MAX_LATE_RESPONSE_MS = 2_000;
const SHAPE_REUSE_AFTER_MS = 30_000;
/** Shorter reads of a long block that are used to distinguish responses. */
const MAX_PROBE_LENGTHS = 8;

/** What may be sent now: a request, or nothing for so many milliseconds. */
export type NextModbusRequest = { do: 'ask'; ask: ModbusRequest } | { do: 'wait'; ms: number };

/** What a response to this request shows of it: function with byte count, or with address and value. */
function requestShape(request: ModbusRequest): string {
  const { functionCode, at } = request;
  if ('count' in request)
    return `${functionCode}:${functionCode <= 2 ? Math.ceil(request.count / 8) : 2 * request.count}`;
  const value =
    functionCode === 16
      ? request.values.length
      : functionCode === 5
        ? request.values[0] === 1
          ? 0xff00
          : 0
        : (request.values[0] ?? 0);
  return `${functionCode}:${at}:${value}`;
}

function responseShape(frame: Uint8Array): string {
  const [, functionCode = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = frame;
  return functionCode <= 4
    ? `${functionCode}:${third}`
    : `${functionCode}:${(third << 8) | fourth}:${(fifth << 8) | sixth}`;
}

/** The request itself, then reads whose responses differ from its own; the unit may refuse them. */
function listDistinguishableRequests(request: ModbusRequest): ModbusRequest[] {
  const { unit, at, timeoutMs } = request;
  const read = (functionCode: ModbusReadRequest['functionCode'], count: number): ModbusReadRequest => ({
    unit,
    functionCode,
    at,
    count,
    timeoutMs,
  });
  const shorter =
    'count' in request
      ? Array.from({ length: Math.min(request.count - 1, MAX_PROBE_LENGTHS) }, (_, i) =>
          read(request.functionCode, request.count - 1 - i),
        )
      : [];
  const others = ([3, 4, 1, 2] as const)
    .filter((functionCode) => functionCode !== request.functionCode)
    .map((functionCode) => read(functionCode, 1));
  return [request, ...shorter, ...others];
}

/** Remembers the unanswered requests of one RTU line. */
export class LateResponseTracker {
  /** Unit → shape of an unanswered request → when it was last sent. Bounded by `listDistinguishableRequests`. */
  readonly #unansweredShapes = new Map<number, Map<string, number>>();

  /** What may be sent now; if it is not `request` itself, it must be answered before `request` is sent. */
  chooseRequest(request: ModbusRequest, nowMs: number): NextModbusRequest {
    const unanswered = this.#unansweredShapes.get(request.unit);
    if (!unanswered) return { do: 'ask', ask: request };
    const latest = Math.max(...unanswered.values());
    if (nowMs - latest < MAX_LATE_RESPONSE_MS) return { do: 'wait', ms: latest + MAX_LATE_RESPONSE_MS - nowMs };
    const candidates = listDistinguishableRequests(request).map((candidate) => ({
      ask: candidate,
      askedAtMs: unanswered.get(requestShape(candidate)) ?? Number.NEGATIVE_INFINITY,
    }));
    const oldest = candidates.reduce((best, candidate) => (candidate.askedAtMs < best.askedAtMs ? candidate : best));
    const waitMs = oldest.askedAtMs + SHAPE_REUSE_AFTER_MS - nowMs;
    return waitMs > 0 ? { do: 'wait', ms: waitMs } : { do: 'ask', ask: oldest.ask };
  }

  /** Milliseconds for which the unit must be sent nothing; 0: a request may be sent now. */
  requiredWaitMs(request: ModbusRequest, nowMs: number): number {
    const next = this.chooseRequest(request, nowMs);
    return next.do === 'wait' ? next.ms : 0;
  }

  /** True if the unit may still send a response to an old request. */
  expectsLateResponse(unit: number): boolean {
    return this.#unansweredShapes.has(unit);
  }

  /** No response came to a request that was sent at `askedAtMs`. */
  noteTimeout(request: ModbusRequest, askedAtMs: number): void {
    const unanswered = this.#unansweredShapes.get(request.unit) ?? new Map<string, number>();
    this.#unansweredShapes.set(request.unit, unanswered.set(requestShape(request), askedAtMs));
  }

  /** The response came to a request that `chooseRequest` had chosen: no older one of this unit will come any more. */
  noteResponse(unit: number): void {
    this.#unansweredShapes.delete(unit);
  }

  /** An exception came. It names its function only, so it may belong to an unanswered request of that function. */
  noteException(request: ModbusRequest, askedAtMs: number): void {
    const unanswered = this.#unansweredShapes.get(request.unit);
    if (!unanswered) return;
    const mayBeOld = [...unanswered.keys()].some((shape) => shape.startsWith(`${request.functionCode}:`));
    if (mayBeOld) this.noteTimeout(request, askedAtMs);
    else this.#unansweredShapes.delete(request.unit);
  }

  /** A response that was not awaited has arrived and was discarded. */
  noteStrayFrame(frame: Uint8Array): void {
    const unit = frame[0] ?? 0;
    const unanswered = this.#unansweredShapes.get(unit);
    unanswered?.delete(responseShape(frame));
    if (unanswered?.size === 0) this.#unansweredShapes.delete(unit);
  }
}

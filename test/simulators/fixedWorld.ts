// A display that always shows what a test puts on it, tags that answer every round, and the model of a scale that is
// simulated.
import type { TextScaleModel } from '../../drivers/instrument.ts';
import type { Aerial } from '../../simulators/world/aerial.ts';
import type { Indication, Indicator } from '../../simulators/world/indicator.ts';

export interface FixedIndicator extends Indicator {
  /** May be changed while the scale speaks. */
  shows: Indication;
}

export function fixedIndicator(shows: Partial<Indication>): FixedIndicator {
  const show = {
    grossMg: 0,
    netMg: 0,
    tareMg: 0,
    net: false,
    stable: true,
    centreOfZero: false,
    over: false,
    under: false,
    ...shows,
  };
  return {
    facts: { maxMg: 600_000_000, intervalMg: 200_000, unit: 'kg', decimals: 1, spanError: 0 },
    shows: show,
    advance: () => undefined,
    show() {
      return this.shows;
    },
    zero: () => true,
    tare: () => true,
    clearTare: () => undefined,
  };
}

export function fixedAerial(epcs: readonly string[]): Aerial {
  return {
    bring: () => undefined,
    carryOff: () => undefined,
    round: () => epcs.map((epcHex) => ({ epcHex, rssiDbm: -51 })),
  };
}

/** `question` null: the scale streams. */
export function scaleModel(protocol: string, question: string | null): TextScaleModel {
  return {
    kind: 'text-scale',
    name: 'simulated',
    title: 'simulated scale',
    maker: 'simulator',
    serial: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    tcpPort: null,
    silentAfterMs: 2_000,
    protocol,
    poll: question === null ? null : { command: question, intervalMs: 50, timeoutMs: 400 },
    unit: 'kg',
    unmarked: 'gross',
  };
}

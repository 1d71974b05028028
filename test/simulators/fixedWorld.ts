// A display that always shows what a test puts on it, tags that answer every round, and the model of a scale that is
// simulated.
import type { TextScaleModel } from '../../drivers/models/instrumentModel.ts';
import type { IndicatorDisplay, Indicator } from '../../simulators/wires/indicator.ts';
import type { Antenna } from '../../simulators/wires/antenna.ts';

export interface FixedIndicator extends Indicator {
  /** May be changed while the scale speaks. */
  shows: IndicatorDisplay;
}

export function fixedIndicator(shows: Partial<IndicatorDisplay>): FixedIndicator {
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
    spec: { maxMg: 600_000_000, intervalMg: 200_000, unit: 'kg', decimals: 1, spanError: 0 },
    shows: show,
    advanceTo: () => undefined,
    readDisplay() {
      return this.shows;
    },
    setZero: () => true,
    setTare: () => true,
    clearTare: () => undefined,
  };
}

export function fixedAerial(epcs: readonly string[]): Antenna {
  return {
    bringNear: () => undefined,
    takeAway: () => undefined,
    readInventoryRound: () => epcs.map((epcHex) => ({ epcHex, rssiDbm: -51 })),
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

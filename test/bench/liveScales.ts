// Eight scales on TCP that are never still: each frame shows another weight, so that a digit on a screen tells which
// frame it came from. The wire and its frames are the simulators'; only what the display shows is scripted here.
import { createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { simulateAndBalance } from '../../simulators/wires/and-std.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import type { WireAddresses, StationScenario } from '../../simulators/world/worldScenario.ts';
import type { IndicatorDisplay, Indicator } from '../../simulators/wires/indicator.ts';

export const SCALES = 8;

const KG = 1_000_000;
const INTERVAL_MG = KG / 5;
const MAX_MG = 600 * KG;
/** A run of different weights; then they come again, two minutes later. */
const STEPS = 2_400;
const FIRST_MG = 60 * KG;

export interface LiveScales {
  docks: StationScenario[];
  places: WireAddresses;
  /** When the frame with these digits was last put on the wire, by Date.now(); undefined: never. */
  sentMs(dock: string, digits: string): number | undefined;
  close(): Promise<void>;
}

function dockOf(number: number): StationScenario {
  const scale = {
    id: `scale-${number}`,
    wire: 'and-balance-tcp' as const,
    maxMg: MAX_MG,
    intervalMg: INTERVAL_MG,
    unit: 'kg' as const,
    decimals: 1,
    spanError: 0,
    address: 1,
  };
  return { id: `dock-${number}`, scale, reader: null, checkWeightMg: 200 * KG, spareTags: [] };
}

/** Never stable: nothing is captured. `sent` is told of each value as it goes out. */
function restless({ scale }: StationScenario, sent: (digits: string) => void): Indicator {
  let step = 0;
  const quiet: Omit<IndicatorDisplay, 'grossMg' | 'netMg'> = {
    tareMg: 0,
    net: false,
    stable: false,
    centreOfZero: false,
    over: false,
    under: false,
  };
  return {
    spec: scale,
    advanceTo: () => undefined,
    readDisplay: () => {
      step = (step + 1) % STEPS;
      const grossMg = FIRST_MG + step * INTERVAL_MG;
      sent((grossMg / KG).toFixed(1));
      return { ...quiet, grossMg, netMg: grossMg };
    },
    setZero: () => false,
    setTare: () => false,
    clearTare: () => undefined,
  };
}

export async function openLiveScales(): Promise<LiveScales> {
  const clock = createSimulatorClock();
  const docks = Array.from({ length: SCALES }, (_, index) => dockOf(index + 1));
  const sent = new Map<string, number>();
  const wires = await Promise.all(
    docks.map((dock) => {
      const indicator = restless(dock, (digits) => sent.set(`${dock.id} ${digits}`, Date.now()));
      return openTcpWire({ port: 0, clientsMax: 1, device: simulateAndBalance(indicator, clock), clock });
    }),
  );
  const places = Object.fromEntries(
    docks.map(({ scale }, index) => [scale.id, { host: '127.0.0.1', port: wires[index]?.port ?? 0 }]),
  );
  return {
    docks,
    places,
    sentMs: (dock, digits) => sent.get(`${dock} ${digits}`),
    close: async () => {
      await Promise.all(wires.map((wire) => wire.close()));
    },
  };
}

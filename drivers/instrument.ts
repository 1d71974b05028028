// A model is the facts of a product; an instrument is one unit of a model at an address. config/ validates YAML into these
// shapes and freezes them; drivers read them. Knows no file, no port and no default: what is here is already complete.
import type { MassMg, MassUnit } from './contract/mass.ts';
import type { PortAddress } from './contract/port.ts';

export interface SerialSettings {
  baud: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

interface ModelFacts {
  /** The file's name without ".yaml"; what a site file writes under `model`. */
  name: string;
  title: string;
  maker: string;
  /** Factory settings of the serial line; null if the product has none. A site file may override each of them. */
  serial: SerialSettings | null;
  /** Usual TCP port; null if the product has none. */
  tcpPort: number | null;
  /** A port that gave no byte for this long is closed and opened again. */
  silentAfterMs: number;
}

export interface PollSettings {
  intervalMs: number;
  timeoutMs: number;
}

/** A scale that talks in frames of its own: it streams, or it answers a command. */
export interface TextScaleModel extends ModelFacts {
  kind: 'text-scale';
  /** Name of a codec in drivers/scale/registry.ts. */
  protocol: string;
  /** Null: the scale streams by itself. Else `command` is asked again and again ("Q", "RW"). */
  poll: (PollSettings & { command: string }) | null;
  /** Unit of frames that carry none. Null: such a frame is no weight. */
  unit: MassUnit | null;
  /** What a weight is that its frame does not mark as gross or net. */
  unmarked: 'gross' | 'net';
}

export type RegisterType = 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32';

/** One bit of one register, `at` as on the wire (40001 is 0). Counted from 0 = least significant. */
export interface RegisterBit {
  at: number;
  bit: number;
  /** True if the condition holds while the bit is 0. */
  inverted: boolean;
}

export interface RegisterWeight {
  at: number;
  type: RegisterType;
  /** Present where the register holds the absolute value: the weight is negative while this bit is set. */
  negative: RegisterBit | null;
}

/** `settings`: the indicator is set to as many decimals as the site file says; the register counts that last digit. */
export type RegisterDecimals =
  | { from: 'settings' }
  | { from: 'model'; decimals: number }
  | { from: 'register'; at: number; shift: number; mask: number; table: readonly number[] | null };

export interface ModbusScaleModel extends ModelFacts {
  kind: 'modbus-scale';
  protocol: 'modbus';
  /** Modbus TCP, or RTU frames inside a TCP stream (a plain serial converter). */
  tcpFraming: 'mbap' | 'rtu';
  /** Used if the site file names no address. */
  unitId: number;
  functionCode: 3 | 4;
  wordOrder: 'high-word-first' | 'low-word-first';
  byteOrder: 'high-byte-first' | 'low-byte-first';
  unit: MassUnit;
  decimals: RegisterDecimals;
  /** At least one of gross, net, displayed. `displayed` is gross or net by the status bit `net`. */
  weights: Partial<Record<'gross' | 'net' | 'displayed' | 'tare', RegisterWeight>>;
  /** A condition holds if any of its bits does. No `stable` bits: the device cannot say, so nothing of it is stable. */
  status: Partial<Record<'stable' | 'overload' | 'underload' | 'error' | 'net' | 'centreOfZero', readonly RegisterBit[]>>;
  /** Register writes by name ("zero", "tare"). */
  commands: Record<string, { at: number; value: number }>;
  poll: PollSettings;
}

export interface ReaderModel extends ModelFacts {
  kind: 'reader';
  /** Name of a codec in drivers/rfid/registry.ts. */
  protocol: string;
  /** Radio regions the module can be set to. Where "JP" is missing, the site file must name its region. */
  regions: readonly string[];
}

export type Model = TextScaleModel | ModbusScaleModel | ReaderModel;

/** What the scale is by its mark and by the settings of its indicator. Frames that contradict it are refused. */
export interface ScaleSettings {
  class: 'II' | 'III' | 'IIII';
  unit: MassUnit;
  decimals: number;
  ranges: { maxMg: MassMg; minMg: MassMg; intervalMg: MassMg }[];
}

export interface InstrumentConfig {
  id: string;
  model: Model;
  port: PortAddress;
  /** Address on a shared line: "23" of A&D's @23, a Modbus unit id. */
  address: string | null;
  scale: ScaleSettings | null;
  /** Radio region, named by the site where the module has no Japanese one. */
  region: string | null;
  serialNumber: string | null;
}

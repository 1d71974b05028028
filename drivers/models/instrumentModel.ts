// A model is the facts of a product; an instrument is one unit of a model at an address. config/ validates YAML into
// these shapes and freezes them; drivers read them. Knows no file, no port and no default: what is here is already
// complete.
import type { MassMg, MassUnit } from '../contract/mass.ts';
import type { PortAddress } from '../contract/port.ts';
import type { TextFrameFormat } from './textFrameFormat.ts';

export interface SerialSettings {
  baud: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

interface CommonModelFields {
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
export interface TextScaleModel extends CommonModelFields {
  kind: 'text-scale';
  /** Name of a codec in drivers/scale/registry.ts; with a `frame`, the model's own name. */
  protocol: string;
  /** What the scale's frames are, where no codec knows them. */
  frame?: TextFrameFormat;
  /** Null: the scale streams by itself. Else `command` is asked again and again ("Q", "RW"). */
  poll: (PollSettings & { command: string }) | null;
  /** Unit of frames that carry none. Null: such a frame is no weight. */
  unit: MassUnit | null;
  /** What a weight is that its frame does not mark as gross or net. */
  unmarked: 'gross' | 'net';
}

export type RegisterType = 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32';

/** One bit of one register, `at` as on the wire (40001 is 0). Counted from 0 = least significant. */
export interface RegisterBitCondition {
  at: number;
  bit: number;
  /** True if the condition holds while the bit is 0. */
  inverted: boolean;
  /** Where it is no register but a bit of its own; `bit` is 0 then. Absent: a register of the model's function. */
  in?: 'discrete-inputs' | 'coils';
}

/** Some bits of a register as a number: (register >> shift) & mask. */
export interface RegisterField {
  at: number;
  shift: number;
  mask: number;
}

/** A condition that holds while the field has one of these values. */
export interface RegisterValueCondition extends RegisterField {
  values: readonly number[];
  /** True if the condition holds while the field has none of them. */
  inverted: boolean;
}

export type RegisterCondition = RegisterBitCondition | RegisterValueCondition;

/** Registers in a row, read in one request. */
export interface RegisterSpan {
  at: number;
  count: number;
}

/**
 * A command is one write. `before` is written first (some devices do not see the same value twice). With a handshake
 * the value stands until the device raises its bit, then `release` is written until it has dropped it.
 */
export interface RegisterCommand {
  at: number;
  value: number;
  /** Function 16 (absent), 6 or 5. */
  write?: 'register' | 'coil';
  before?: number;
  handshake?: {
    raised: RegisterBitCondition;
    /** Holds while the device says that it did what it was told. */
    done?: RegisterBitCondition;
    release: number;
    timeoutMs: number;
  };
}

export interface RegisterWeight {
  at: number;
  type: RegisterType;
  /** Present where the register holds the absolute value: the weight is negative while this bit is set. */
  negative: RegisterBitCondition | null;
}

/** `settings`: the indicator is set to as many decimals as the site file says; the register counts that last digit. */
export type RegisterDecimals =
  | { from: 'settings' }
  | { from: 'model'; decimals: number }
  | { from: 'register'; at: number; shift: number; mask: number; table: readonly number[] | null };

export interface ModbusScaleModel extends CommonModelFields {
  kind: 'modbus-scale';
  protocol: 'modbus';
  /** Modbus TCP, or RTU frames inside a TCP stream (a plain serial converter). */
  tcpFraming: 'mbap' | 'rtu';
  /** Used if the site file names no address. */
  unitId: number;
  functionCode: 3 | 4;
  wordOrder: 'high-word-first' | 'low-word-first';
  byteOrder: 'high-byte-first' | 'low-byte-first';
  /** Null: `unitFrom` says it with every weight. */
  unit: MassUnit | null;
  /** What the field's value means; null: no metric unit. */
  unitFrom?: RegisterField & { table: readonly (MassUnit | null)[] };
  decimals: RegisterDecimals;
  /** Partial weighing range: the field's value plus `first`. */
  range?: RegisterField & { first: number };
  /** At least one of gross, net, displayed. `displayed` is gross or net by the status bit `net`. */
  weights: Partial<Record<'gross' | 'net' | 'displayed' | 'tare', RegisterWeight>>;
  /** A condition holds if any of its bits does. No `stable` bits: the device cannot say, so nothing of it is stable. */
  status: Partial<
    Record<
      'stable' | 'overload' | 'underload' | 'error' | 'notReady' | 'net' | 'centreOfZero',
      readonly RegisterCondition[]
    >
  >;
  /**
   * Registers read in one request although some of them are not needed. Absent: each run of needed ones is one request.
   */
  spans?: readonly RegisterSpan[];
  /**
   * Present if one request cannot fetch all: the status is read before and after the rest, and a change refuses the
   * reading.
   */
  consistency?: 'reread-status';
  /** Writes by name ("zero", "tare"). */
  commands: Record<string, RegisterCommand>;
  poll: PollSettings;
}

export interface ReaderModel extends CommonModelFields {
  kind: 'reader';
  /** Name of a codec in drivers/rfid/registry.ts. */
  protocol: string;
  /** Radio regions the module can be set to. Where "JP" is missing, the site file must name its region. */
  regions: readonly string[];
}

/** How a reader behind registers shows that its data are a tag that is there now, and not one that has left. */
export type TagFreshnessRule =
  /** The read itself looks for a tag: an answer is a tag, these exceptions are none. */
  | { by: 'reply'; noTag: readonly number[] }
  /** The model's `present` bits say so at every moment. */
  | { by: 'present' }
  /** The reader holds its data until the client has cleared this register or coil. */
  | { by: 'clear'; flag: RegisterField & { in?: 'coils' }; request?: TagSearchRequest }
  /**
   * The client numbers its questions: a loop counter, or a toggle bit, which counts to two. The ticket is a field of
   * one of the words written; an answer is ours if it repeats, under `echo.mask`, that word as it was written.
   */
  | {
      by: 'ticket';
      request: TagSearchRequest;
      ticket: { word: number; mask: number; least: number };
      echo: RegisterField;
    };

/** Words written to make the reader look for a tag. */
export interface TagSearchRequest {
  at: number;
  words: readonly number[];
  /** Asked again after this long without an answer. */
  answerWithinMs: number;
  /** The reader may be silent until a tag comes; else such a silence is a fault. */
  waitsForTag: boolean;
}

/** A reader behind Modbus registers. */
export interface ModbusReaderModel extends CommonModelFields {
  kind: 'modbus-reader';
  protocol: 'modbus';
  tcpFraming: 'mbap' | 'rtu';
  unitId: number;
  /** Added to the unit's address for its answers (Balluff answers as another node than it is asked). */
  answerUnitOffset: number;
  functionCode: 3 | 4;
  /** Radio regions as for other readers; empty where the radio needs none (13.56 MHz and below). */
  regions: readonly string[];
  fresh: TagFreshnessRule;
  /** Each must hold for data to be a tag's. */
  present: readonly RegisterCondition[];
  /** Holds while the reader has not finished. */
  busy: readonly RegisterCondition[];
  /** Holds while the reader reports an error of its own. */
  error: readonly RegisterCondition[];
  data: {
    at: number;
    registers: number;
    /** `one-a-register`: the low byte counts. */
    bytes: 'high-byte-first' | 'low-byte-first' | 'one-a-register';
    /** Bytes of the identity: always so many, or a field's value less what else it counts. */
    length: number | (RegisterField & { less: number });
  };
  /** Both are kept as hex in `epcHex`, by which the core knows a tag; a chip's own UID is its TID too. */
  identity: 'uid' | 'epc';
  /** Registers read in one request although some of them are not needed. */
  spans?: readonly RegisterSpan[];
  /** Antennas: where each one's registers are, read and written. */
  channels: readonly { antenna: number; offset: number }[];
  poll: PollSettings;
}

export type InstrumentModel = TextScaleModel | ModbusScaleModel | ReaderModel | ModbusReaderModel;

/** What the scale is by its mark and by the settings of its indicator. Frames that contradict it are refused. */
export interface ScaleSettings {
  class: 'II' | 'III' | 'IIII';
  unit: MassUnit;
  decimals: number;
  ranges: { maxMg: MassMg; minMg: MassMg; intervalMg: MassMg }[];
}

export interface InstrumentConfig {
  id: string;
  model: InstrumentModel;
  port: PortAddress;
  /** Address on a shared line: "23" of A&D's @23, a Modbus unit id. */
  address: string | null;
  scale: ScaleSettings | null;
  /** Radio region, named by the site where the module has no Japanese one. */
  region: string | null;
  serialNumber: string | null;
}

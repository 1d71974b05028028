// A model is the facts of a product; an instrument is one unit of a model at an address. config/ validates YAML into
// these shapes and freezes them; drivers read them. Must not know any file, port or default: the shapes are complete.
import type { MassMg, MassUnit } from '../contract/mass.ts';
import type { InstrumentId } from '../contract/siteIds.ts';
import type { PortAddress } from '../contract/port.ts';
import type { TextFrameFormat } from './textFrameFormat.ts';

/** Settings of a serial line. */
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

/** How often an instrument is polled. */
export interface PollSettings {
  /** From one request to the next. */
  intervalMs: number;
  /** How long a response may take. */
  timeoutMs: number;
}

/** A scale with frames of its own: it streams, or it answers a command. */
export interface TextScaleModel extends CommonModelFields {
  kind: 'text-scale';
  /** Name of a codec in drivers/scale/scaleCodecs.ts; with a `frame`, the model's own name. */
  protocol: string;
  /** What the scale's frames are, where no codec knows them. */
  frame?: TextFrameFormat;
  /** The command that is sent at intervals ("Q", "RW"); null: the scale streams by itself. */
  poll: (PollSettings & { command: string }) | null;
  /** Unit of frames that carry none. Null: such a frame is no weight. */
  unit: MassUnit | null;
  /** What a weight is that its frame does not mark as gross or net. */
  unmarked: 'gross' | 'net';
}

/** How a number stands in one or two registers. */
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

/** A condition on registers or bits. */
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
    /** Holds while the device reports that it executed the command. */
    done?: RegisterBitCondition;
    release: number;
    timeoutMs: number;
  };
}

/** Where a weight stands. */
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

/** A scale behind Modbus registers. */
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

/** A reader with frames of its own. */
export interface ReaderModel extends CommonModelFields {
  kind: 'reader';
  /** Name of a codec in drivers/rfid/readerCodecs.ts, or LLRP. */
  protocol: string;
  /** Radio regions the module can be set to. Where "JP" is missing, the site file must name its region. */
  regions: readonly string[];
}

/** How a reader behind registers indicates that its data are a tag that is present, and not one that has left. */
export type TagFreshnessRule =
  /** The read itself searches for a tag: a response is a tag, these exception codes mean none. */
  | { by: 'reply'; noTag: readonly number[] }
  /** The model's `present` bits say so at every moment. */
  | { by: 'present' }
  /** The reader holds its data until the client has cleared this register or coil. */
  | { by: 'clear'; flag: RegisterField & { in?: 'coils' }; request?: TagSearchRequest }
  /**
   * The client numbers its searches: a loop counter, or a toggle bit, which counts to two. The ticket is a field of one
   * of the words written; a result belongs to the search if it repeats, under `echo.mask`, that word as written.
   */
  | {
      by: 'ticket';
      request: TagSearchRequest;
      ticket: { word: number; mask: number; least: number };
      echo: RegisterField;
    };

/** Words written to make the reader search for a tag. */
export interface TagSearchRequest {
  at: number;
  words: readonly number[];
  /** Written again after this long without a result. */
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
  /** Added to the unit's address for its answers (Balluff responds as another node than the one addressed). */
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

/** The facts of a product. */
export type InstrumentModel = TextScaleModel | ModbusScaleModel | ReaderModel | ModbusReaderModel;

/** A scale's facts by its verification mark and the settings of its indicator. Frames that contradict are refused. */
export interface ScaleSettings {
  class: 'II' | 'III' | 'IIII';
  unit: MassUnit;
  decimals: number;
  ranges: { maxMg: MassMg; minMg: MassMg; intervalMg: MassMg }[];
}

/** One unit of a model, as the site file lists it. */
export interface InstrumentConfig {
  id: InstrumentId;
  model: InstrumentModel;
  port: PortAddress;
  /** Address on a shared line: "23" of A&D's @23, a Modbus unit id. */
  address: string | null;
  scale: ScaleSettings | null;
  /** Radio region, named by the site where the module has no Japanese one. */
  region: string | null;
  serialNumber: string | null;
}

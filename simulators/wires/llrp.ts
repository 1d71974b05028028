// An LLRP 1.0.1 reader: greets, answers the set-up, reports each tag once its ROSpec is enabled, sends keep-alives.
// EPCs of 96 bits go as parameter 13, others as EPCData. Written from the tables of the standard; shares nothing with
// the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import { repeatEvery } from '../runtime/simulatorClock.ts';
import { createCommandFramer, byteListFromHex } from './commandFramer.ts';
import type { SimulatedDevice } from './simulatedWire.ts';
import type { TagAnswer, Antenna } from './antenna.ts';

const TYPE = {
  capabilities: 1,
  setConfig: 3,
  closeResponse: 4,
  close: 14,
  addRospec: 20,
  deleteRospec: 21,
  startRospec: 22,
  stopRospec: 23,
  enableRospec: 24,
  disableRospec: 25,
  report: 61,
  keepAlive: 62,
  event: 63,
  keepAliveAck: 72,
  error: 100,
} as const;
const ANSWER_OFFSET = 10;
const ANSWERED_TYPES = new Set<number>([
  TYPE.capabilities,
  TYPE.setConfig,
  TYPE.addRospec,
  TYPE.deleteRospec,
  TYPE.startRospec,
  TYPE.stopRospec,
  TYPE.enableRospec,
  TYPE.disableRospec,
]);
const PARAMETER = {
  utc: 128,
  general: 137,
  regulatory: 143,
  tag: 240,
  epc: 241,
  events: 246,
  attempt: 256,
  status: 287,
  keepAlive: 220,
} as const;
const JAPAN = 392;
/** M_UnsupportedMessage. */
const UNSUPPORTED = 109;
const HEAD_BYTES = 10;
const ROUND_PERIOD_MS = 50;

const number = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** (count - 1 - index)) % 256);

/** Three bits reserved, three of version 1, ten of type; the length counts these ten bytes too. */
export function encodeLlrpReaderMessage(type: number, id: number, body: readonly number[] = []): Uint8Array {
  return Uint8Array.from([
    ...number(0x0400 | type, 2),
    ...number(HEAD_BYTES + body.length, 4),
    ...number(id, 4),
    ...body,
  ]);
}

const tlv = (type: number, body: readonly number[]): number[] => [
  ...number(type, 2),
  ...number(4 + body.length, 2),
  ...body,
];

function status(code: number, message = ''): number[] {
  return tlv(PARAMETER.status, [...number(code, 2), ...number(message.length, 2), ...Buffer.from(message, 'utf8')]);
}

/** READER_EVENT_NOTIFICATION with the time and ConnectionAttempt 0: success. */
export function encodeLlrpGreeting(id: number, utcMicros: number): Uint8Array {
  return encodeLlrpReaderMessage(
    TYPE.event,
    id,
    tlv(PARAMETER.events, [...tlv(PARAMETER.utc, number(utcMicros, 8)), ...tlv(PARAMETER.attempt, [0, 0])]),
  );
}

export interface SimulatedLlrpTag extends TagAnswer {
  antenna: number;
  utcMicros: number;
  seenCount: number;
}

/** One report; antenna 1, RSSI 6, first seen 2 and count 8 are parameters of fixed length. */
export function encodeLlrpReport(id: number, tags: readonly SimulatedLlrpTag[]): Uint8Array {
  const body = tags.flatMap(({ epcHex, rssiDbm, antenna, utcMicros, seenCount }) => {
    const epc = byteListFromHex(epcHex);
    const identity = epc.length === 12 ? [0x8d, ...epc] : tlv(PARAMETER.epc, [...number(epc.length * 8, 2), ...epc]);
    return tlv(PARAMETER.tag, [
      ...identity,
      0x81,
      ...number(antenna, 2),
      0x86,
      rssiDbm & 0xff,
      0x82,
      ...number(utcMicros, 8),
      0x88,
      ...number(seenCount, 2),
    ]);
  });
  return encodeLlrpReaderMessage(TYPE.report, id, body);
}

export const encodeLlrpKeepAlive = (id: number): Uint8Array => encodeLlrpReaderMessage(TYPE.keepAlive, id);

function capabilities(): number[] {
  const firmware = '1.0.0';
  const general = [
    ...number(4, 2),
    ...number(0, 2),
    ...number(0, 4),
    ...number(1, 4),
    ...number(firmware.length, 2),
    ...Buffer.from(firmware),
  ];
  return [...tlv(PARAMETER.general, general), ...tlv(PARAMETER.regulatory, [...number(JAPAN, 2), 0, 0])];
}

/** SET_READER_CONFIG's KeepaliveSpec: trigger 1 (periodic) and its period; null: it says nothing about them. */
function keepAlivePeriodMs(body: readonly number[]): number | null {
  for (let offset = 1; offset + 4 <= body.length;) {
    const length = ((body[offset + 2] ?? 0) << 8) | (body[offset + 3] ?? 0);
    if ((((body[offset] ?? 0) << 8) | (body[offset + 1] ?? 0)) === PARAMETER.keepAlive)
      return body.slice(offset + 5, offset + 9).reduce((value, byte) => value * 256 + byte, 0);
    offset += Math.max(4, length);
  }
  return null;
}

interface Settings {
  added: boolean;
  enabled: boolean;
  keepAliveMs: number | null;
  left: boolean;
}

function applyCommand(settings: Settings, type: number, body: readonly number[]): void {
  if (type === TYPE.addRospec) settings.added = true;
  else if (type === TYPE.enableRospec) settings.enabled = settings.added;
  else if (type === TYPE.deleteRospec || type === TYPE.disableRospec || type === TYPE.close) settings.enabled = false;
  if (type === TYPE.deleteRospec) settings.added = false;
  else if (type === TYPE.setConfig) settings.keepAliveMs = keepAlivePeriodMs(body) ?? settings.keepAliveMs;
  else if (type === TYPE.close) settings.left = true;
}

export function simulateLlrpReader(antenna: Antenna, clock: Clock): SimulatedDevice {
  return (send) => {
    const settings: Settings = { added: false, enabled: false, keepAliveMs: null, left: false };
    let id = 0;
    let aliveMs = clock.monotonicMs();
    const utcMicros = (): number => clock.timestamp().wallMs * 1_000;
    const onFrame = (frame: number[]): void => {
      const type = (((frame[0] ?? 0) & 0x03) << 8) | (frame[1] ?? 0);
      const requestId = frame.slice(6, 10).reduce((value, byte) => value * 256 + byte, 0);
      const body = frame.slice(HEAD_BYTES);
      if (type === TYPE.keepAliveAck) return;
      applyCommand(settings, type, body);
      if (type === TYPE.close) send(encodeLlrpReaderMessage(TYPE.closeResponse, requestId, status(0)));
      else if (!ANSWERED_TYPES.has(type))
        send(encodeLlrpReaderMessage(TYPE.error, requestId, status(UNSUPPORTED, 'unsupported message')));
      else
        send(
          encodeLlrpReaderMessage(type + ANSWER_OFFSET, requestId, [
            ...status(0),
            ...(type === TYPE.capabilities ? capabilities() : []),
          ]),
        );
    };
    send(encodeLlrpGreeting(1, utcMicros()));
    const stop = repeatEvery(clock, ROUND_PERIOD_MS, () => {
      const nowMs = clock.monotonicMs();
      if (settings.left) return;
      if (settings.keepAliveMs !== null && nowMs - aliveMs >= settings.keepAliveMs) {
        aliveMs = nowMs;
        send(encodeLlrpKeepAlive((id += 1)));
      }
      const answers = settings.enabled ? antenna.readInventoryRound(nowMs) : [];
      if (answers.length > 0)
        send(
          encodeLlrpReport(
            (id += 1),
            answers.map((answer) => ({ ...answer, antenna: 1, utcMicros: utcMicros(), seenCount: 1 })),
          ),
        );
    });
    const lengthOf = (bytes: readonly number[]): number | null =>
      bytes.length < HEAD_BYTES
        ? null
        : Math.max(
            HEAD_BYTES,
            bytes.slice(2, 6).reduce((value, byte) => value * 256 + byte, 0),
          );
    return { receive: createCommandFramer(lengthOf, onFrame), close: stop };
  };
}

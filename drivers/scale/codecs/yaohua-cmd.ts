// Yaohua's command mode: STX, address, letter, data, check, ETX. What E and F request differs between models. The unit
// is not sent. That responses have the form of format 0 is not from a manual. Must not know any port.
//
// @see XK3190-A23p manual p. 24
import type { DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { createScaleFrameCodec, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';
import { formatYaohuaDigits, yaohuaChecksum } from './yaohua-frame.ts';

/** Which of the indicators. */
export interface YaohuaCommandOptions {
  /** Name in the registry. */
  protocol: string;
  /** A23p: price and amount; A9: truck and cargo number. */
  family: 'price' | 'truck';
}

const STX = '\x02';
const ETX = '\x03';
/** The indicator does not know the command. */
const EOT = '\x04';
/** Address, letter, check; an answer has sign, six digits and decimals between. */
const MAX_FRAME_BYTES = 24;
const DATA = /^([+-])(\d{6})([0-4])$/;
const MODES: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { B: 'gross', C: 'tare', D: 'net' };

const FAMILY_COMMANDS = {
  price: { E: 'unitPrice', F: 'amount' },
  truck: { E: 'truckNumber', F: 'cargoNumber' },
} as const;

/** Codec of Yaohua's command mode. */
export function createYaohuaCommandCodec({ protocol, family }: YaohuaCommandOptions): ScaleCodec {
  const commands = createCommandTable(
    protocol,
    { A: 'handshake', B: 'gross', C: 'tare', D: 'net', ...FAMILY_COMMANDS[family] },
    { aliases: { readNow: 'B', readGross: 'B', readTare: 'C', readNet: 'D' } },
  );
  const decodeBody = (body: string, direction: FrameDirection): DeviceMessage | null => {
    const address = body.charAt(0);
    const letter = body.charAt(1);
    const data = body.slice(2);
    const name = commands.findName(letter);
    if (name === undefined) return null;
    if (data === '')
      return direction === 'host'
        ? { kind: 'command', command: name, address }
        : { kind: 'ack', command: name, address };
    if (direction === 'host') return null;
    const mode = MODES[letter];
    if (mode === undefined) return { kind: 'record', name, text: data, address };
    const [match, sign = '', digits = '', decimals = ''] = DATA.exec(data) ?? [];
    if (match === undefined) return { kind: 'invalid', reason: 'digits', text: data, address };
    return { kind: 'weight', ...formatYaohuaDigits(sign, digits, Number(decimals)), unit: null, mode, address };
  };
  const createFraming = (direction: FrameDirection) =>
    createStartByteFraming({
      starts: [STX.charCodeAt(0), EOT.charCodeAt(0)],
      maxBytes: MAX_FRAME_BYTES,
      decode: (text) => decodeFrame(text, (body) => decodeBody(body, direction)),
    });
  return createScaleFrameCodec({
    protocol,
    checksummed: true,
    device: createFraming('device'),
    host: createFraming('host'),
    commands,
    encodeRequest: (command, address) => {
      // Indicators are lettered A to Z; a single one is A as it leaves the works.
      const body = `${address ?? 'A'}${commands.requireWord(command)}`;
      return encodeLatin1(`${STX}${body}${yaohuaChecksum(body)}${ETX}`);
    },
  });
}

function decodeFrame(text: string, decodeBody: (body: string) => DeviceMessage | null): FoundFrame | 'more' | null {
  if (text.startsWith(EOT)) return { length: 1, message: { kind: 'nak', reason: 'unknown-command' } };
  const end = text.indexOf(ETX);
  if (end === -1) return /^\x02[ -~]*$/.test(text) ? 'more' : null;
  const [match, body = '', check = ''] = /^\x02([A-Z][A-Z][ -~]*)([0-9A-F]{2})\x03$/.exec(text.slice(0, end + 1)) ?? [];
  if (match === undefined) return null;
  const length = match.length;
  const correctChecksum = yaohuaChecksum(body);
  if (check !== correctChecksum)
    return { length, message: { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum } };
  const message = decodeBody(body);
  return message === null ? null : { length, message: { ...message, checksumOk: true } };
}

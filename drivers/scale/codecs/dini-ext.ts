// Dini Argeo's extended string: condition, number of the scale, net, tare, pieces and unit in comma fields. The
// standard string is and-std. Inner widths vary; the commands are not from a manual. Must not know any port.
//
// @see Dini Argeo manual
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { parseDisplayedDecimal } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming } from './scaleFraming.ts';
import type { DecodedLine } from './scaleFraming.ts';

const MAX_LINE_BYTES = 96;
const FIELDS = 6;

const COMMANDS = createCommandTable('dini-ext', {
  REXT: 'readNow',
  READ: 'readStandard',
  ZERO: 'zero',
  TARE: 'tare',
  CLEAR: 'clearTare',
});

/** The instrument's code is there on shared lines. What stands before a head that is not at the beginning was noise. */
const HEAD = /(^|[^\dA-Z])(\d{1,2})?(ST|US|OL|UL|VL|RZ)$/;
const NUMBER = /^ *([+-]?) *([\d.[\]/]{1,16}) *$/;
const TARE = /^ *([A-Z]{2})? *([\d.]{1,16}) *$/;

/** VL and RZ: their meaning is not published, so neither is a weight. */
const NO_WEIGHT: Readonly<Record<string, string>> = {
  OL: 'overload',
  UL: 'underload',
  VL: 'not-valid',
  RZ: 'not-valid',
};
const ERRORS: Readonly<Record<string, string>> = {
  ERR01: 'wrong-data',
  ERR02: 'wrong-command',
  ERR03: 'cannot-execute-now',
  ERR04: 'unknown-command',
};

interface LineHead {
  from: number;
  address: string | undefined;
  condition: string;
}

function parseLineHead(field: string): LineHead | null {
  const [match, before = '', address, condition = ''] = HEAD.exec(field) ?? [];
  return match === undefined ? null : { from: field.length - match.length + before.length, address, condition };
}

function decodeFields(
  head: LineHead,
  [scaleField = '', net = '', tareField = '', pieces = '', unitField = '']: string[],
): DeviceMessage | null {
  if (!/^ *\d{1,2} *$/.test(scaleField)) return null;
  const scaleFields = { scale: Number(scaleField), ...(head.address === undefined ? {} : { address: head.address }) };
  const error = NO_WEIGHT[head.condition];
  if (error !== undefined) return { kind: 'error', error, value: null, ...scaleFields };
  // By index: this runs for every line, and destructuring walks an iterator.
  const number = NUMBER.exec(net);
  const displayed = parseDisplayedDecimal(number?.[1] ?? '', number?.[2] ?? '');
  const tareMatch = TARE.exec(tareField);
  const kind = tareMatch?.[1];
  const tare = parseDisplayedDecimal('', tareMatch?.[2] ?? '');
  const count = /^ *(\d{1,12}) *$/.exec(pieces)?.[1];
  const unit = /^ *([A-Za-z%]{0,5}) *$/.exec(unitField)?.[1];
  if (displayed === null || tareMatch === null || tare === null || count === undefined || unit === undefined)
    return null;
  return {
    kind: 'weight',
    ...displayed,
    unit: unit === '' ? null : unit,
    stable: head.condition === 'ST',
    mode: 'net',
    tare: tare.value,
    ...(kind === undefined ? {} : { tareKind: kind === 'PT' ? 'preset' : kind }),
    pieces: count.replace(/^0+(?=\d)/, ''),
    ...scaleFields,
  };
}

function decodeReply(text: string): DecodedLine | null {
  const fields = text.split(',');
  const head = parseLineHead(fields[0] ?? '');
  if (fields.length === FIELDS && head !== null) {
    const message = decodeFields(head, fields.slice(1));
    return message === null ? null : { from: head.from, message };
  }
  const [, address, word = ''] = /^(\d\d)?(OK|ERR\d\d)$/.exec(text) ?? [];
  const addressField = address === undefined ? {} : { address };
  if (word === 'OK') return { from: 0, message: { kind: 'ack', ...addressField } };
  return word === ''
    ? null
    : { from: 0, message: { kind: 'nak', reason: ERRORS[word] ?? 'unknown-error', code: word, ...addressField } };
}

/** Codec of Dini Argeo's extended string. */
export const diniExt: ScaleCodec = createScaleFrameCodec({
  protocol: 'dini-ext',
  checksummed: false,
  device: createLineFraming({ maxLineBytes: MAX_LINE_BYTES, decode: decodeReply }),
  host: createLineFraming({
    maxLineBytes: 16,
    decode: (text) => {
      const [, address, word = ''] = /^(\d\d)?([A-Z]{1,8})$/.exec(text) ?? [];
      const command = COMMANDS.findName(word);
      return command === undefined
        ? null
        : { from: 0, message: { kind: 'command', command, ...(address === undefined ? {} : { address }) } };
    },
  }),
  commands: COMMANDS,
  encodeRequest: (command, address) => encodeLatin1(`${address ?? ''}${COMMANDS.requireWord(command)}\r\n`),
});

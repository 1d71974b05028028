// Dini Argeo's extended string: condition, number of the scale, net, tare, pieces and unit in comma fields. Knows no
// port. The standard string is and-std. Source: Dini Argeo manual; inner widths vary, the commands are from hearsay.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { asciiBytes, commandWords } from './command-words.ts';
import { shownDecimal } from './decimal.ts';
import { framedCodec, lineFraming } from './framing.ts';
import type { ReadLine } from './framing.ts';

const LINE_MOST = 96;
const FIELDS = 6;

const WORDS = commandWords('dini-ext', {
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

interface Head {
  from: number;
  address: string | undefined;
  condition: string;
}

function headOf(field: string): Head | null {
  const [match, before = '', address, condition = ''] = HEAD.exec(field) ?? [];
  return match === undefined ? null : { from: field.length - match.length + before.length, address, condition };
}

function readFields(
  head: Head,
  [scaleField = '', net = '', tareField = '', pieces = '', unitField = '']: string[],
): Message | null {
  if (!/^ *\d{1,2} *$/.test(scaleField)) return null;
  const marks = { scale: Number(scaleField), ...(head.address === undefined ? {} : { address: head.address }) };
  const error = NO_WEIGHT[head.condition];
  if (error !== undefined) return { kind: 'error', error, value: null, ...marks };
  // By index: this runs for every line, and destructuring walks an iterator.
  const number = NUMBER.exec(net);
  const shown = shownDecimal(number?.[1] ?? '', number?.[2] ?? '');
  const tareMatch = TARE.exec(tareField);
  const kind = tareMatch?.[1];
  const tare = shownDecimal('', tareMatch?.[2] ?? '');
  const count = /^ *(\d{1,12}) *$/.exec(pieces)?.[1];
  const unit = /^ *([A-Za-z%]{0,5}) *$/.exec(unitField)?.[1];
  if (shown === null || tareMatch === null || tare === null || count === undefined || unit === undefined) return null;
  return {
    kind: 'weight',
    ...shown,
    unit: unit === '' ? null : unit,
    stable: head.condition === 'ST',
    mode: 'net',
    tare: tare.value,
    ...(kind === undefined ? {} : { tareKind: kind === 'PT' ? 'preset' : kind }),
    pieces: count.replace(/^0+(?=\d)/, ''),
    ...marks,
  };
}

function readReply(text: string): ReadLine | null {
  const fields = text.split(',');
  const head = headOf(fields[0] ?? '');
  if (fields.length === FIELDS && head !== null) {
    const message = readFields(head, fields.slice(1));
    return message === null ? null : { from: head.from, message };
  }
  const [, address, word = ''] = /^(\d\d)?(OK|ERR\d\d)$/.exec(text) ?? [];
  const addressed = address === undefined ? {} : { address };
  if (word === 'OK') return { from: 0, message: { kind: 'ack', ...addressed } };
  return word === ''
    ? null
    : { from: 0, message: { kind: 'nak', reason: ERRORS[word] ?? 'unknown-error', code: word, ...addressed } };
}

export const diniExt: ScaleCodec = framedCodec({
  protocol: 'dini-ext',
  checksummed: false,
  device: lineFraming({ most: LINE_MOST, read: readReply }),
  host: lineFraming({
    most: 16,
    read: (text) => {
      const [, address, word = ''] = /^(\d\d)?([A-Z]{1,8})$/.exec(text) ?? [];
      const command = WORDS.nameOf(word);
      return command === undefined
        ? null
        : { from: 0, message: { kind: 'command', command, ...(address === undefined ? {} : { address }) } };
    },
  }),
  commands: WORDS,
  request: (command, address) => asciiBytes(`${address ?? ''}${WORDS.wordOf(command)}\r\n`),
});

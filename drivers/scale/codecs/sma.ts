// The scale manufacturers' standard SCP-0499: LF and CR around each command and each answer of fixed columns. Knows no
// port. Sources: Sartorius PR 5220 p130, PR 5410 p120, BTEK T419S p61, Cardinal 190 p79.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { asciiBytes, commandWords } from './command-words.ts';
import { shownDecimal, SHOWN_WEIGHT } from './decimal.ts';
import { framedCodec, startFraming } from './framing.ts';
import type { Found } from './framing.ts';

const LF = 0x0a;
/** An answer has 20 bytes; texts about the scale are longer. */
const MOST = 48;

const WORDS = commandWords(
  'sma',
  {
    W: 'read',
    H: 'readHighResolution',
    P: 'readStable',
    Q: 'readStableHighResolution',
    R: 'readContinuously',
    S: 'readContinuouslyHighResolution',
    Z: 'zero',
    T: 'tare',
    M: 'askTare',
    C: 'clearTare',
    U: 'units',
    D: 'diagnostics',
    A: 'about',
    B: 'aboutMore',
    I: 'information',
    N: 'informationMore',
  },
  { aliases: { readNow: 'W' }, withArgument: { pattern: /^(T *[\d.]{1,11}|X[ -~]{1,30})$/, name: 'withArgument' } },
);

/** Status, range, mode, motion, the reserved field; then weight and unit. */
const ANSWER = /^([ ZOUEITe])([1-9 ])([GTNgn])([M ])[ -~](.{2,24})$/;
/** 10 characters of weight, 3 of unit. With fewer, a digit may have been lost. */
const WEIGHT_AND_UNIT = 13;
const DASHES = /^ *-{2,} *[A-Za-z%]{0,3} *$/;

/** Status letters that come instead of a weight, whatever stands in its field. */
const NO_WEIGHT: Readonly<Record<string, string>> = {
  O: 'overload',
  U: 'underload',
  E: 'zero-error',
  I: 'initial-zero-error',
  T: 'tare-error',
  // Cardinal
  e: 'weight-hidden',
};
const MODES: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { G: 'gross', N: 'net', T: 'tare' };

function readAnswer(body: string): Message | null {
  if (body === '?') return { kind: 'nak', reason: 'unknown-command' };
  const about = /^([A-Z]{3}) ?:(.{0,40})$/.exec(body);
  if (about) return { kind: 'information', item: about[1], text: (about[2] ?? '').trim() };
  const [match, status = '', range = '', letter = '', motion = '', rest = ''] = ANSWER.exec(body) ?? [];
  if (match === undefined) return null;
  const mode = MODES[letter.toUpperCase()] ?? 'gross';
  const marks = {
    mode,
    ...(range === ' ' ? {} : { range: Number(range) }),
    ...(letter === letter.toUpperCase() ? {} : { highResolution: true }),
  };
  // Dashes without a status letter: it did not become stable in time.
  const error = NO_WEIGHT[status] ?? (DASHES.test(rest) ? 'no-stability' : undefined);
  if (error !== undefined) return { kind: 'error', error, value: null, ...marks };
  const [, sign = '', digits = '', unit = null] = SHOWN_WEIGHT.exec(rest) ?? [];
  const shown = rest.length === WEIGHT_AND_UNIT ? shownDecimal(sign, digits) : null;
  if (shown === null) return null;
  const centreOfZero = status === 'Z';
  // The second spelling is the standard's own, which scripts look for.
  return { kind: 'weight', ...shown, unit, stable: motion === ' ', ...marks, centreOfZero, centerOfZero: centreOfZero };
}

function readCommand(body: string): Message | null {
  const name = WORDS.nameOf(body);
  if (name !== 'withArgument') return name === undefined ? null : { kind: 'command', command: name };
  return { kind: 'command', command: body.startsWith('T') ? 'setTare' : 'vendor', argument: body.slice(1).trim() };
}

/** LF body CR. A second LF before the CR begins another frame. */
function between(read: (body: string) => Message | null): (text: string) => Found | 'more' | null {
  return (text) => {
    const end = text.indexOf('\r');
    if (end === -1) return /^\n[ -~]*$/.test(text) ? 'more' : null;
    const body = text.slice(1, end);
    const message = /^[ -~]+$/.test(body) ? read(body) : null;
    return message === null ? null : { length: end + 1, message };
  };
}

export const sma: ScaleCodec = framedCodec({
  protocol: 'sma',
  checksummed: false,
  device: startFraming({ starts: [LF], most: MOST, read: between(readAnswer) }),
  host: startFraming({ starts: [LF], most: MOST, read: between(readCommand) }),
  commands: WORDS,
  request: (command) => asciiBytes(`\n${WORDS.wordOf(command)}\r`),
});

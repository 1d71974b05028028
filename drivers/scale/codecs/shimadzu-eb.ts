// Shimadzu's EB format, also of the CAS balances that Shimadzu makes: sign, 8 characters of value, 2 of unit, CR, and
// by setting S or U in front. Knows no port. Source: CAS CUX/CBL manual; the commands are from hearsay.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { asciiBytes, commandWords } from './command-words.ts';
import { isPieces, shownDecimal } from './decimal.ts';
import { framedCodec, lineFraming } from './framing.ts';
import type { ReadLine } from './framing.ts';

const LINE_MOST = 24;
/** Without CR and without the stability letter. */
const SHORT = 11;

const WORDS = commandWords('shimadzu-eb', {
  D01: 'readContinuously',
  D03: 'readContinuouslyWithStability',
  D05: 'readNow',
  D07: 'readNowWithStability',
  D08: 'readStable',
  D09: 'cancel',
  TARE: 'tare',
});

const LINE = /^([SU]?)([+\- ])([ \d.,]{8})([A-Za-z% ]{2})$/;
/** Some models print it in capitals. Its columns are not published. */
const OVERLOAD = /^[SU]?[+ ]? *(-?) *oL *[A-Za-z%]{0,2} *$/i;

function readText(text: string): Message | null {
  const over = OVERLOAD.exec(text);
  if (over) return { kind: 'error', error: over[1] === '-' ? 'underload' : 'overload', value: null };
  const [, stability = '', sign = '', field = '', unitField = ''] = LINE.exec(text) ?? [];
  const shown = shownDecimal(sign, field.trim());
  if (shown === null) return null;
  const unit = unitField.trim() || null;
  const said = stability === '' ? {} : { stable: stability === 'S' };
  if (isPieces(unit)) return { kind: 'count', value: shown.value, unit, ...said };
  return { kind: 'weight', ...shown, unit, ...said };
}

function readLine(text: string, whole: boolean): ReadLine | null {
  const message = whole ? readText(text) : null;
  if (message !== null) return { from: 0, message };
  // Noise in front: without an explicit sign nothing shows where the value begins.
  for (const length of [SHORT + 1, SHORT]) {
    const from = text.length - length;
    const signed =
      from >= 0 &&
      /[+-]/.test(text.charAt(text.length - SHORT)) &&
      (length === SHORT || /[SU]/.test(text.charAt(from)));
    const restarted = signed ? readText(text.slice(from)) : null;
    if (restarted !== null) return { from, message: restarted };
  }
  return null;
}

export const shimadzuEb: ScaleCodec = framedCodec({
  protocol: 'shimadzu-eb',
  checksummed: false,
  device: lineFraming({ most: LINE_MOST, read: readLine }),
  host: lineFraming({
    most: 8,
    read: (text) => {
      const command = WORDS.nameOf(text);
      return command === undefined ? null : { from: 0, message: { kind: 'command', command } };
    },
  }),
  commands: WORDS,
  request: (command) => asciiBytes(`${WORDS.wordOf(command)}\r\n`),
});

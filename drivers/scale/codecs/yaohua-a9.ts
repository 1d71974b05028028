// Yaohua XK3190-A9, A23p, A26: their continuous format 0, STX, sign, six digits, decimals, check, ETX. The unit and the
// stability are not sent. It only sends. Knows no port. Sources: manuals of XK3190-A26 p10, A23p p21.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { commandWords } from './command-words.ts';
import { framedCodec, silentFraming, startFraming } from './framing.ts';
import { pointed } from './yaohua-digits.ts';
import { xorHex } from './xor-check.ts';

export interface YaohuaOptions {
  /** Name in the registry. */
  protocol: string;
  /** The unit of the indicator's digits where its model fixes one; null if the instrument's own model file says it. */
  unit: string | null;
}

const STX = 0x02;
const LENGTH = 12;
const FRAME = /^\x02([+-])(\d{6})([0-4])([0-9A-F]{2})\x03/;
const LOOKS = /^\x02[ -~]{8}[0-9A-F]{2}\x03/;
const BEGINNING = /^\x02[ -~]{0,10}$/;

export function yaohuaA9({ protocol, unit }: YaohuaOptions): ScaleCodec {
  const readFrame = (text: string): Message | null => {
    if (!LOOKS.test(text)) return null;
    const correct = xorHex(text.slice(1, 9));
    if (text.slice(9, 11) !== correct)
      return { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: correct };
    const [match, sign = '', digits = '', decimals = ''] = FRAME.exec(text) ?? [];
    if (match === undefined) return { kind: 'invalid', reason: 'digits', text: text.slice(1, 9), checksumOk: true };
    return { kind: 'weight', ...pointed(sign, digits, Number(decimals)), unit, checksumOk: true };
  };
  return framedCodec({
    protocol,
    checksummed: true,
    device: startFraming({
      starts: [STX],
      most: LENGTH,
      read: (text) => {
        if (text.length < LENGTH) return BEGINNING.test(text) ? 'more' : null;
        const message = readFrame(text);
        return message === null ? null : { length: LENGTH, message };
      },
    }),
    host: silentFraming,
    commands: commandWords(protocol, {}),
    request: (command) => {
      throw new RangeError(`${protocol} only sends: it has no command "${command}"`);
    },
  });
}

// Digits beside a word that the file does not list, two signs, a comma that is no decimal mark, a blank unit: no
// weight, never 0 and never a lost minus.
import { describe, expect, it } from 'vitest';
import { codecOfText, hear, modelText, shipped, codecOfModel } from './frames.ts';

const FRAME = String.raw`
end: "\r\n"
pattern: '(?<sign>[ +#-]?)(?<value>[\d., +-]{8})(?<behind>-?) (?<unit>[A-Za-z ]{2}) (?<state>.{2})'
words:
  sign: { "#": negative }
  behind: { "-": negative, "": nothing }
  state: { ST: stable, MO: moving, OL: overload, UL: underload, ER: error, NZ: zero-error, BU: not-ready, "GN": "gross, net", "S2": "stable, moving" }
`;
const codec = codecOfText(modelText(FRAME, '{ text: "+00012.50 kg ST\\r\\n", expect: { value: "12.50" } }'));
const said = (line: string) => hear(codec, `${line}\r\n`).messages;

describe('no weight', () => {
  it.each([
    ['+99999.99 kg OL', 'overload'],
    ['-99999.99 kg UL', 'underload'],
    ['+00000.00 kg ER', 'scale-error'],
    ['+00000.00 kg NZ', 'zero-error'],
    ['+00012.50 kg BU', 'not-ready'],
    ['+00012.50 kg st', 'unknown-status'],
    ['+00012.50 kg   ', 'unknown-status'],
    // Object has these, the file does not.
    ['+00012.50 kg __', 'unknown-status'],
    ['+00012.50    ST', 'unit-missing'],
    ['+00012,50 kg ST', 'value-refused'],
    ['+0.012.50 kg ST', 'value-refused'],
    ['+         kg ST', 'value-refused'],
    ['+  12 50  kg ST', 'value-refused'],
    ['+-0012.50 kg ST', 'value-refused'],
    ['+00012.50- kg ST', 'value-refused'],
    ['+00012.50 kg GN', 'unknown-status'],
  ])('%s is %s', (line, error) => {
    expect(said(line)).toEqual([expect.objectContaining({ kind: 'error', error, value: null })]);
  });
});

describe('the minus', () => {
  it.each([
    ['-00012.50 kg ST', '-12.50'],
    ['#00012.50 kg ST', '-12.50'],
    [' 00012.50- kg ST', '-12.50'],
    [' -  12.50 kg ST', '-12.50'],
    ['-   12.50 kg ST', '-12.50'],
    [' 0012.50- kg ST', '-12.50'],
    ['-00000.00 kg ST', '-0.00'],
  ])('of %s stays', (line, value) => {
    expect(said(line)).toMatchObject([{ kind: 'weight', value, unit: 'kg', stable: true }]);
  });
});

describe('stability', () => {
  it('moving wins over stable', () => {
    expect(said('+00012.50 kg S2')).toMatchObject([{ kind: 'weight', stable: false }]);
  });

  it('is never said by a file that has no word for it', () => {
    const plain = codecOfText(
      modelText(
        String.raw`
end: "\r"
pattern: '(?<value>[+-]\d{4}) (?<unit>kg)'
`,
        '{ text: "+0012 kg\\r", expect: { value: "12" } }',
      ),
    );
    expect(hear(plain, '+0012 kg\r').messages[0]).toEqual({ kind: 'weight', value: '12', decimals: 0, unit: 'kg' });
  });
});

describe('the unit', () => {
  it('a blank one of a moving load stays unknown', () => {
    const model = shipped('rinstrum-b');
    expect(hear(codecOfModel(model.model), '\x02   123.4G  -   \x03').messages).toMatchObject([
      { kind: 'weight', unit: null, stable: false },
    ]);
  });

  it.each([
    ['\x02   123.5TG \r\n', 'tn'],
    ['\x02   123.5LG \r\n', 'lb'],
  ])('%j is %s as the file says, and no metric one', (text, unit) => {
    expect(hear(codecOfModel(shipped('rice-lake-stream').model), text).messages).toMatchObject([
      { kind: 'weight', unit },
    ]);
  });

  it('that a table does not list is no weight', () => {
    const listed = codecOfText(
      modelText(
        String.raw`
end: "\r"
pattern: '(?<value>[+-]\d{4})(?<unit>[A-Z])'
units: { K: kg }
`,
        '{ text: "+0012K\\r", expect: { unit: kg } }',
      ),
    );
    expect(hear(listed, '+0012G\r').messages).toMatchObject([{ error: 'unit-refused', value: null }]);
  });
});

describe('digits', () => {
  const written = (more: string, pattern: string, example: string) =>
    codecOfText(
      modelText(`start: "="\nend: "\\r"\npattern: '${pattern}'\n${more}`, example, 'unit: kg\nunmarked: gross'),
    );

  it('reversed, with the sign last on the wire', () => {
    const reversed = written(
      'digits: reversed',
      String.raw`(?<value>[\d.]{7}[-0])`,
      '{ text: "=00.1000-\\r", expect: { value: "-1.00" } }',
    );
    expect(hear(reversed, '=5.881000\r').messages).toMatchObject([{ value: '188.5', unit: 'kg' }]);
  });

  it('with a decimal comma, and then no point', () => {
    const comma = written(
      'decimalMark: comma',
      String.raw`(?<value>[+-][\d.,]{6})`,
      '{ text: "=-012,50\\r", expect: { value: "-12.50" } }',
    );
    expect(hear(comma, '=+012.50\r').messages).toMatchObject([{ error: 'value-refused', value: null }]);
  });

  it('with decimals that are not sent, and with a digit that counts them', () => {
    const fixed = written(
      'decimals: 2',
      String.raw`(?<value>[+-][\d.]{4,6})`,
      '{ text: "=-0005\\r", expect: { value: "-0.05" } }',
    );
    expect(hear(fixed, '=+123456\r').messages).toMatchObject([{ value: '1234.56', decimals: 2 }]);
    expect(hear(fixed, '=+1234.5\r').messages).toMatchObject([{ error: 'value-refused' }]);
    const sent = written(
      '',
      String.raw`(?<value>[+-]\d{6})(?<decimals>.)`,
      '{ text: "=+0012342\\r", expect: { value: "12.34" } }',
    );
    expect(hear(sent, '=-0012340\r').messages).toMatchObject([{ value: '-1234', decimals: 0 }]);
    expect(hear(sent, '=-001234 \r').messages).toMatchObject([{ error: 'value-refused', value: null }]);
  });
});

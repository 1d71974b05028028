// The part of a model's schema that describes Modbus registers, of scales and of readers, and what the schema alone
// cannot see. Knows no file and no instrument.
import { z } from 'zod';
import { MASS_UNITS } from '../drivers/contract/mass.ts';
import type { ModbusReaderModel, ModbusScaleModel, RegisterCondition } from '../drivers/instrument.ts';
import { readerBlocks } from '../drivers/modbus/reader.ts';
import { blocksOf, guardsOf } from '../drivers/modbus/registers.ts';
import type { Found } from './fault.ts';

const at = z.int().min(0).max(65_535).describe('register as on the wire: 40001 is 0');
const value = z.int().min(0).max(65_535);
const shift = z.int().min(0).max(15).default(0);
const mask = z.int().min(1).max(65_535).default(65_535);
const field = { at, shift, mask };

const bit = z.strictObject({
  at,
  bit: z.int().min(0).max(15).default(0),
  inverted: z.boolean().default(false).describe('true: it holds while the bit is 0'),
  in: z.enum(['discrete-inputs', 'coils']).optional().describe('a bit of its own; absent: a bit of a register'),
});
/**
 * One bit, or a field that has one of some values. One shape and not a union, so that a fault names what is allowed.
 */
const condition = z
  .strictObject({
    ...bit.shape,
    bit: bit.shape.bit.unwrap().optional(),
    shift: shift.unwrap().optional(),
    mask: mask.unwrap().optional(),
    values: z.array(value).min(1).max(64).optional(),
  })
  .refine((one) => one.values === undefined || (one.bit === undefined && one.in === undefined), 'a bit or values')
  .transform(
    ({ at, bit: number = 0, inverted, in: table, shift: by = 0, mask: under = 65_535, values }): RegisterCondition => {
      if (values !== undefined) return { at, shift: by, mask: under, values, inverted };
      return { at, bit: number, inverted, ...(table === undefined ? {} : { in: table }) };
    },
  );
const conditions = z.array(condition).min(1).max(16);
const status = conditions.optional();
const spans = z
  .array(z.strictObject({ at, count: z.int().min(1).max(64) }))
  .min(1)
  .max(8)
  .describe('read in one request, needed or not');

const weight = z
  .strictObject({
    at,
    type: z.enum(['int16', 'uint16', 'int32', 'uint32', 'float32']),
    negative: bit
      .nullable()
      .default(null)
      .describe('the register holds the absolute value; negative while this bit is set'),
  })
  .optional();

const decimals = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('settings') }),
  z.strictObject({ from: z.literal('model'), decimals: z.int().min(0).max(6) }),
  z.strictObject({
    from: z.literal('register'),
    ...field,
    table: z.array(z.int().min(0).max(6)).min(1).max(64).nullable().default(null),
  }),
]);

const command = z.strictObject({
  at,
  value,
  write: z.enum(['register', 'coil']).optional().describe('function 6 or 5; absent: 16'),
  before: value.optional().describe('written first: the device does not see the same value twice'),
  handshake: z
    .strictObject({ raised: bit, done: bit.optional(), release: value, timeoutMs: z.int().min(50).max(60_000) })
    .optional()
    .describe('the value stands until the device raises its bit'),
});

const line = {
  protocol: z.literal('modbus'),
  tcpFraming: z.enum(['mbap', 'rtu']).default('mbap').describe('Modbus TCP, or RTU frames inside TCP'),
  unitId: z.int().min(1).max(255).default(1).describe('factory address'),
  functionCode: z.union([z.literal(3), z.literal(4)]),
};

/** `facts`: what every model has; `poll`: how often it is asked. */
export function modbusScaleSchema<F extends z.ZodRawShape, P extends z.ZodRawShape>(facts: F, poll: P) {
  return z.strictObject({
    kind: z.literal('modbus-scale'),
    ...facts,
    ...line,
    wordOrder: z.enum(['high-word-first', 'low-word-first']),
    byteOrder: z.enum(['high-byte-first', 'low-byte-first']).default('high-byte-first'),
    unit: z
      .enum([...MASS_UNITS, 'from-register'])
      .transform((unit) => (unit === 'from-register' ? null : unit))
      .describe('unit of the weights'),
    unitFrom: z.strictObject({ ...field, table: z.array(z.enum(MASS_UNITS).nullable()).min(1).max(64) }).optional(),
    decimals,
    range: z.strictObject({ ...field, first: z.int().min(0).max(1) }).optional(),
    weights: z.strictObject({ gross: weight, net: weight, displayed: weight, tare: weight }),
    status: z
      .strictObject({
        stable: status,
        overload: status,
        underload: status,
        error: status,
        notReady: status,
        net: status,
        centreOfZero: status,
      })
      .default({}),
    spans: spans.optional(),
    consistency: z
      .literal('reread-status')
      .optional()
      .describe('one request cannot fetch all: the status is read before and after'),
    commands: z.record(z.string().regex(/^[a-z][A-Za-z]{1,20}$/), command).default({}),
    poll: z.strictObject(poll),
  });
}

const request = z.strictObject({
  at,
  words: z.array(value).min(1).max(32),
  answerWithinMs: z.int().min(50).max(60_000),
  waitsForTag: z.boolean(),
});

const fresh = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('reply'), noTag: z.array(z.int().min(1).max(255)).max(16) }),
  z.strictObject({ by: z.literal('present') }),
  z.strictObject({
    by: z.literal('clear'),
    flag: z.strictObject({ ...field, in: z.literal('coils').optional() }),
    request: request.optional(),
  }),
  z.strictObject({
    by: z.literal('ticket'),
    request,
    ticket: z.strictObject({ word: z.int().min(0).max(31), mask: value.min(1), least: z.int().min(0).max(1) }),
    echo: z.strictObject(field),
  }),
]);

const data = z
  .strictObject({
    at,
    registers: z.int().min(1).max(32),
    bytes: z.enum(['high-byte-first', 'low-byte-first', 'one-a-register']),
    length: z.int().min(1).max(64).optional().describe('bytes of every identity; absent: lengthFrom says it'),
    lengthFrom: z.strictObject({ ...field, less: z.int().min(0).max(32).default(0) }).optional(),
  })
  .refine(({ length, lengthFrom }) => (length === undefined) !== (lengthFrom === undefined), 'length or lengthFrom')
  .transform(({ length, lengthFrom, ...rest }): ModbusReaderModel['data'] => ({
    ...rest,
    length: length ?? lengthFrom ?? 0,
  }));

export function modbusReaderSchema<F extends z.ZodRawShape, P extends z.ZodRawShape>(facts: F, poll: P) {
  return z.strictObject({
    kind: z.literal('modbus-reader'),
    ...facts,
    ...line,
    answerUnitOffset: z.int().min(0).max(246).default(0),
    regions: z
      .array(z.string().regex(/^[A-Z]{2}[A-Z0-9]{0,6}$/))
      .max(20)
      .default([])
      .describe('radio regions; none where the radio needs none'),
    fresh,
    present: conditions.default([]),
    busy: conditions.default([]),
    error: conditions.default([]),
    data,
    identity: z.enum(['uid', 'epc']),
    spans: spans.optional(),
    channels: z
      .array(z.strictObject({ antenna: z.int().min(1).max(64), offset: z.int().min(0).max(65_535) }))
      .min(1)
      .max(8)
      .default([{ antenna: 1, offset: 0 }]),
    poll: z.strictObject(poll),
  });
}

/** What a model of registers says that cannot be so, beyond the form of each value. */
export function checkModbusModel(model: ModbusScaleModel | ModbusReaderModel): Found[] {
  return model.kind === 'modbus-scale' ? checkScale(model) : checkReader(model);
}

function checkScale(model: ModbusScaleModel): Found[] {
  const { gross, net, displayed } = model.weights;
  if (!gross && !net && !displayed)
    return [{ path: ['weights'], problem: 'is empty', allowed: 'at least one of gross, net, displayed' }];
  const blocks = blocksOf(model).length;
  const said = model.consistency !== undefined;
  return [
    ...((model.unit === null) === (model.unitFrom === undefined)
      ? [{ path: ['unitFrom'], problem: 'contradicts unit', allowed: 'with "unit: from-register", and only then' }]
      : []),
    ...(blocks > 1 && !said
      ? [
          {
            path: ['consistency'],
            problem: `missing: ${blocks} requests are needed for one weight`,
            allowed: 'reread-status; or spans that fetch all at once',
          },
        ]
      : []),
    ...(blocks > 1 && guardsOf(model).length === 0
      ? [
          {
            path: ['status'],
            problem: 'is empty, and one request does not fetch all',
            allowed: 'a status that tells whether the weight changed',
          },
        ]
      : []),
    ...(blocks === 1 && said
      ? [{ path: ['consistency'], problem: 'one request fetches all', allowed: 'nothing here' }]
      : []),
    ...Object.entries(model.status).flatMap(([name, those]) => ownBits(those, ['status', name])),
  ];
}

/** A coil or a discrete input is one bit. */
function ownBits(those: readonly RegisterCondition[], path: (string | number)[]): Found[] {
  return those.flatMap((one, index) =>
    'bit' in one && one.in !== undefined && one.bit !== 0
      ? [{ path: [...path, index, 'bit'], problem: `${one.in} are single bits`, allowed: 'no bit' }]
      : [],
  );
}

function checkReader(model: ModbusReaderModel): Found[] {
  const { fresh: way, data } = model;
  const bytes = data.registers * (data.bytes === 'one-a-register' ? 1 : 2);
  const { blocks, guards } = readerBlocks(model);
  return [
    ...(way.by === 'present' && model.present.length === 0
      ? [{ path: ['present'], problem: 'is empty', allowed: 'the bit that says that a tag is there' }]
      : []),
    ...(way.by === 'ticket' ? checkTicket(way) : []),
    ...(typeof data.length === 'number' && data.length > bytes
      ? [
          {
            path: ['data', 'length'],
            problem: `is more than ${data.registers} registers hold`,
            allowed: `at most ${bytes}`,
          },
        ]
      : []),
    ...(blocks.length > 1 && guards.length === 0
      ? [
          {
            path: ['data'],
            problem: 'needs several requests without a sign that they belong together',
            allowed: 'spans that fetch all at once',
          },
        ]
      : []),
    ...(['present', 'busy', 'error'] as const).flatMap((name) => ownBits(model[name], [name])),
  ];
}

function checkTicket({
  request: { words },
  ticket,
  echo,
}: Extract<ModbusReaderModel['fresh'], { by: 'ticket' }>): Found[] {
  const lowest = ticket.mask & -ticket.mask;
  const isOneField = Number.isInteger(Math.log2(ticket.mask / lowest + 1));
  const echoed = ((ticket.mask >> echo.shift) & echo.mask) === ticket.mask >> echo.shift;
  return [
    ...(ticket.word < words.length
      ? []
      : [
          { path: ['fresh', 'ticket', 'word'], problem: 'is not among the words', allowed: `0 to ${words.length - 1}` },
        ]),
    ...(isOneField ? [] : [{ path: ['fresh', 'ticket', 'mask'], problem: 'has gaps', allowed: 'bits in a row' }]),
    ...(echoed
      ? []
      : [{ path: ['fresh', 'echo', 'mask'], problem: 'leaves the ticket out', allowed: 'every bit of the ticket' }]),
  ];
}

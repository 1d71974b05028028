// The part of a model's schema that describes Modbus registers, of scales and of readers, and what the schema alone
// cannot check. Must not know any file or instrument.
import { z } from 'zod';
import { MASS_UNITS } from '../drivers/contract/mass.ts';
import type { ModbusReaderModel, ModbusScaleModel, RegisterCondition } from '../drivers/models/instrumentModel.ts';
import { planReaderBlocks } from '../drivers/modbus/modbusReader.ts';
import { planScaleBlocks, listGuardRegisters } from '../drivers/modbus/scaleRegisters.ts';
import type { SettingError } from './configError.ts';

const registerAddressSchema = z.int().min(0).max(65_535).describe('register as on the wire: 40001 is 0');
const registerValueSchema = z.int().min(0).max(65_535);
const shiftSchema = z.int().min(0).max(15).default(0);
const maskSchema = z.int().min(1).max(65_535).default(65_535);
const fieldShape = { at: registerAddressSchema, shift: shiftSchema, mask: maskSchema };

const bitSchema = z.strictObject({
  at: registerAddressSchema,
  bit: z.int().min(0).max(15).default(0),
  inverted: z.boolean().default(false).describe('true: it holds while the bit is 0'),
  in: z.enum(['discrete-inputs', 'coils']).optional().describe('a bit of its own; absent: a bit of a register'),
});
/**
 * One bit, or a field that has one of some values. One shape and not a union, so that an error names what is allowed.
 */
const conditionSchema = z
  .strictObject({
    ...bitSchema.shape,
    bit: bitSchema.shape.bit.unwrap().optional(),
    shift: shiftSchema.unwrap().optional(),
    mask: maskSchema.unwrap().optional(),
    values: z.array(registerValueSchema).min(1).max(64).optional(),
  })
  .refine(
    (condition) => condition.values === undefined || (condition.bit === undefined && condition.in === undefined),
    'a bit or values',
  )
  .transform(
    ({
      at,
      bit: number = 0,
      inverted,
      in: table,
      shift: shiftBits = 0,
      mask: fieldMask = 65_535,
      values,
    }): RegisterCondition => {
      if (values !== undefined) return { at, shift: shiftBits, mask: fieldMask, values, inverted };
      return { at, bit: number, inverted, ...(table === undefined ? {} : { in: table }) };
    },
  );
const conditionsSchema = z.array(conditionSchema).min(1).max(16);
const statusSchema = conditionsSchema.optional();
const spansSchema = z
  .array(z.strictObject({ at: registerAddressSchema, count: z.int().min(1).max(64) }))
  .min(1)
  .max(8)
  .describe('read in one request, needed or not');

const weightSchema = z
  .strictObject({
    at: registerAddressSchema,
    type: z.enum(['int16', 'uint16', 'int32', 'uint32', 'float32']),
    negative: bitSchema
      .nullable()
      .default(null)
      .describe('the register holds the absolute value; negative while this bit is set'),
  })
  .optional();

const decimalsSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('settings') }),
  z.strictObject({ from: z.literal('model'), decimals: z.int().min(0).max(6) }),
  z.strictObject({
    from: z.literal('register'),
    ...fieldShape,
    table: z.array(z.int().min(0).max(6)).min(1).max(64).nullable().default(null),
  }),
]);

const commandSchema = z.strictObject({
  at: registerAddressSchema,
  value: registerValueSchema,
  write: z.enum(['register', 'coil']).optional().describe('function 6 or 5; absent: 16'),
  before: registerValueSchema.optional().describe('written first: the device does not see the same value twice'),
  handshake: z
    .strictObject({
      raised: bitSchema,
      done: bitSchema.optional(),
      release: registerValueSchema,
      timeoutMs: z.int().min(50).max(60_000),
    })
    .optional()
    .describe('the value stands until the device raises its bit'),
});

const modbusShape = {
  protocol: z.literal('modbus'),
  tcpFraming: z.enum(['mbap', 'rtu']).default('mbap').describe('Modbus TCP, or RTU frames inside TCP'),
  unitId: z.int().min(1).max(255).default(1).describe('factory address'),
  functionCode: z.union([z.literal(3), z.literal(4)]),
};

/** Schema of a scale's model. `facts`: members that every model has; `poll`: members of its polling. */
export function modbusScaleSchema<F extends z.ZodRawShape, P extends z.ZodRawShape>(facts: F, poll: P) {
  return z.strictObject({
    kind: z.literal('modbus-scale'),
    ...facts,
    ...modbusShape,
    wordOrder: z.enum(['high-word-first', 'low-word-first']),
    byteOrder: z.enum(['high-byte-first', 'low-byte-first']).default('high-byte-first'),
    unit: z
      .enum([...MASS_UNITS, 'from-register'])
      .transform((unit) => (unit === 'from-register' ? null : unit))
      .describe('unit of the weights'),
    unitFrom: z
      .strictObject({ ...fieldShape, table: z.array(z.enum(MASS_UNITS).nullable()).min(1).max(64) })
      .optional(),
    decimals: decimalsSchema,
    range: z.strictObject({ ...fieldShape, first: z.int().min(0).max(1) }).optional(),
    weights: z.strictObject({ gross: weightSchema, net: weightSchema, displayed: weightSchema, tare: weightSchema }),
    status: z
      .strictObject({
        stable: statusSchema,
        overload: statusSchema,
        underload: statusSchema,
        error: statusSchema,
        notReady: statusSchema,
        net: statusSchema,
        centreOfZero: statusSchema,
      })
      .default({}),
    spans: spansSchema.optional(),
    consistency: z
      .literal('reread-status')
      .optional()
      .describe('one request cannot fetch all: the status is read before and after'),
    commands: z.record(z.string().regex(/^[a-z][A-Za-z]{1,20}$/), commandSchema).default({}),
    poll: z.strictObject(poll),
  });
}

const tagSearchRequestSchema = z.strictObject({
  at: registerAddressSchema,
  words: z.array(registerValueSchema).min(1).max(32),
  answerWithinMs: z.int().min(50).max(60_000),
  waitsForTag: z.boolean(),
});

const freshnessSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('reply'), noTag: z.array(z.int().min(1).max(255)).max(16) }),
  z.strictObject({ by: z.literal('present') }),
  z.strictObject({
    by: z.literal('clear'),
    flag: z.strictObject({ ...fieldShape, in: z.literal('coils').optional() }),
    request: tagSearchRequestSchema.optional(),
  }),
  z.strictObject({
    by: z.literal('ticket'),
    request: tagSearchRequestSchema,
    ticket: z.strictObject({
      word: z.int().min(0).max(31),
      mask: registerValueSchema.min(1),
      least: z.int().min(0).max(1),
    }),
    echo: z.strictObject(fieldShape),
  }),
]);

const tagDataSchema = z
  .strictObject({
    at: registerAddressSchema,
    registers: z.int().min(1).max(32),
    bytes: z.enum(['high-byte-first', 'low-byte-first', 'one-a-register']),
    length: z.int().min(1).max(64).optional().describe('bytes of every identity; absent: lengthFrom says it'),
    lengthFrom: z.strictObject({ ...fieldShape, less: z.int().min(0).max(32).default(0) }).optional(),
  })
  .refine(({ length, lengthFrom }) => (length === undefined) !== (lengthFrom === undefined), 'length or lengthFrom')
  .transform(({ length, lengthFrom, ...rest }): ModbusReaderModel['data'] => ({
    ...rest,
    length: length ?? lengthFrom ?? 0,
  }));

/** Schema of a reader's model. `facts`: members that every model has; `poll`: members of its polling. */
export function modbusReaderSchema<F extends z.ZodRawShape, P extends z.ZodRawShape>(facts: F, poll: P) {
  return z.strictObject({
    kind: z.literal('modbus-reader'),
    ...facts,
    ...modbusShape,
    answerUnitOffset: z.int().min(0).max(246).default(0),
    regions: z
      .array(z.string().regex(/^[A-Z]{2}[A-Z0-9]{0,6}$/))
      .max(20)
      .default([])
      .describe('radio regions; none where the radio needs none'),
    fresh: freshnessSchema,
    present: conditionsSchema.default([]),
    busy: conditionsSchema.default([]),
    error: conditionsSchema.default([]),
    data: tagDataSchema,
    identity: z.enum(['uid', 'epc']),
    spans: spansSchema.optional(),
    channels: z
      .array(z.strictObject({ antenna: z.int().min(1).max(64), offset: z.int().min(0).max(65_535) }))
      .min(1)
      .max(8)
      .default([{ antenna: 1, offset: 0 }]),
    poll: z.strictObject(poll),
  });
}

/** Contradictions within a model of registers, beyond the form of each value. */
export function checkModbusModel(model: ModbusScaleModel | ModbusReaderModel): SettingError[] {
  return model.kind === 'modbus-scale' ? checkModbusScale(model) : checkModbusReader(model);
}

function checkModbusScale(model: ModbusScaleModel): SettingError[] {
  const { gross, net, displayed } = model.weights;
  if (!gross && !net && !displayed)
    return [{ path: ['weights'], problem: 'is empty', allowed: 'at least one of gross, net, displayed' }];
  const blocks = planScaleBlocks(model).length;
  const hasConsistency = model.consistency !== undefined;
  return [
    ...((model.unit === null) === (model.unitFrom === undefined)
      ? [{ path: ['unitFrom'], problem: 'contradicts unit', allowed: 'with "unit: from-register", and only then' }]
      : []),
    ...(blocks > 1 && !hasConsistency
      ? [
          {
            path: ['consistency'],
            problem: `missing: ${blocks} requests are needed for one weight`,
            allowed: 'reread-status; or spans that fetch all at once',
          },
        ]
      : []),
    ...(blocks > 1 && listGuardRegisters(model).length === 0
      ? [
          {
            path: ['status'],
            problem: 'is empty, and one request does not fetch all',
            allowed: 'a status that tells whether the weight changed',
          },
        ]
      : []),
    ...(blocks === 1 && hasConsistency
      ? [{ path: ['consistency'], problem: 'one request fetches all', allowed: 'nothing here' }]
      : []),
    ...Object.entries(model.status).flatMap(([name, conditions]) => checkSingleBits(conditions, ['status', name])),
  ];
}

/** A coil or a discrete input is one bit. */
function checkSingleBits(conditions: readonly RegisterCondition[], path: (string | number)[]): SettingError[] {
  return conditions.flatMap((condition, index) =>
    'bit' in condition && condition.in !== undefined && condition.bit !== 0
      ? [{ path: [...path, index, 'bit'], problem: `${condition.in} are single bits`, allowed: 'no bit' }]
      : [],
  );
}

function checkModbusReader(model: ModbusReaderModel): SettingError[] {
  const { fresh: rule, data } = model;
  const bytes = data.registers * (data.bytes === 'one-a-register' ? 1 : 2);
  const { blocks, guards } = planReaderBlocks(model);
  return [
    ...(rule.by === 'present' && model.present.length === 0
      ? [{ path: ['present'], problem: 'is empty', allowed: 'the bit that says that a tag is there' }]
      : []),
    ...(rule.by === 'ticket' ? checkTicket(rule) : []),
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
    ...(['present', 'busy', 'error'] as const).flatMap((name) => checkSingleBits(model[name], [name])),
  ];
}

function checkTicket({
  request: { words },
  ticket,
  echo,
}: Extract<ModbusReaderModel['fresh'], { by: 'ticket' }>): SettingError[] {
  const lowest = ticket.mask & -ticket.mask;
  const isOneField = Number.isInteger(Math.log2(ticket.mask / lowest + 1));
  const isEchoed = ((ticket.mask >> echo.shift) & echo.mask) === ticket.mask >> echo.shift;
  return [
    ...(ticket.word < words.length
      ? []
      : [
          { path: ['fresh', 'ticket', 'word'], problem: 'is not among the words', allowed: `0 to ${words.length - 1}` },
        ]),
    ...(isOneField ? [] : [{ path: ['fresh', 'ticket', 'mask'], problem: 'has gaps', allowed: 'bits in a row' }]),
    ...(isEchoed
      ? []
      : [{ path: ['fresh', 'echo', 'mask'], problem: 'leaves the ticket out', allowed: 'every bit of the ticket' }]),
  ];
}

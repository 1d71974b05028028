// The site file's schema: every setting once, with its type, default, limits and text. What a single value cannot show
// (references, addresses, a scale's arithmetic) is in siteChecks.ts. Must not know any file.
import { z } from 'zod';
import { MASS_UNITS } from '../drivers/contract/mass.ts';
import type { InstrumentId, StationId } from '../drivers/contract/siteIds.ts';

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const stationIdSchema = idSchema as z.ZodType as z.ZodType<StationId, string>;
const instrumentIdSchema = idSchema as z.ZodType as z.ZodType<InstrumentId, string>;
/** Quoted, because YAML would turn 0.20 into a binary fraction. */
const massTextSchema = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/);
const unitSchema = z.enum(MASS_UNITS);
const labelSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u);
const pathSchema = z.string().min(1).max(500);
/** Random, so that a topic says nothing of the base. */
const randomIdSchema = z.string().regex(/^[0-9a-z]{8,64}$/);

const namesSchema = z
  .strictObject({
    en: labelSchema.describe('name in English, 1 to 60 characters'),
    ja: labelSchema.describe('name in Japanese, 1 to 60 characters'),
  })
  .describe('names for the screen: en and ja');

const httpSchema = z.strictObject({
  host: z
    .string()
    .regex(/^[0-9A-Za-z.:-]{1,253}$/)
    .default('127.0.0.1')
    .describe('address to listen on; beyond loopback tls is needed'),
  port: z.int().min(0).max(65_535).default(8080).describe('TCP port; 0 takes any free one'),
  names: z
    .array(z.string().regex(/^[0-9A-Za-z.-]{1,253}$/))
    .max(20)
    .default([])
    .describe('further host names under which tablets reach this server'),
  tls: z
    .strictObject({
      certificate: pathSchema.describe('PEM file with the certificate chain'),
      key: pathSchema.describe('PEM file with its private key'),
    })
    .optional()
    .describe('certificate and key, needed when host is not loopback'),
  idleLockMinutes: z.int().min(1).max(240).default(30).describe('a session without a command for so long is locked'),
});

const headquartersSchema = z.strictObject({
  broker: z
    .string()
    .regex(/^(mqtt|mqtts|ws|wss):\/\/[^\s/@?#]+(\/[^\s?#]*)?$/)
    .describe('the broker: mqtt://host:port or mqtts://host:port, without user and password'),
  protocol: z
    .union([z.literal(4), z.literal(5)])
    .default(5)
    .describe('MQTT version: 4 (3.1.1) or 5'),
  keys: pathSchema.describe("file with headquarters' public keys"),
  topic: randomIdSchema.describe("random id in this base's topics, 8 to 64 of 0–9 a–z"),
  client: randomIdSchema.describe('random MQTT client id, 8 to 64 of 0–9 a–z'),
  checkpointEveryMinutes: z
    .int()
    .min(1)
    .max(60)
    .default(60)
    .describe('how often the head is signed while entries are added'),
});

const stationSchema = z.strictObject({
  id: stationIdSchema.describe('id of the station: a–z 0–9 -, at most 40'),
  name: namesSchema,
  scale: instrumentIdSchema.describe('id of a scale under instruments'),
  readers: z
    .array(instrumentIdSchema.describe('id of a reader under instruments'))
    .max(8)
    .default([])
    .describe('ids of readers under instruments'),
  weighbridge: z.boolean().default(false).describe('true where vehicles are weighed: they swing longer'),
  checkWeight: z
    .strictObject({
      mass: massTextSchema.describe('reference mass as decimal text in quotes, e.g. "200"'),
      unit: unitSchema.describe('unit of the reference mass'),
      everyHours: z
        .int()
        .min(1)
        .max(24)
        .default(24)
        .describe('a check weighing holds so many hours, and no longer than the day'),
    })
    // Without one no check passes, and the station could never weigh.
    .describe('the check weight of this station: mass, unit, everyHours; without one nothing is weighed there'),
  loadThreshold: z
    .strictObject({
      mass: massTextSchema.describe('mass as decimal text in quotes, e.g. "125"'),
      unit: unitSchema.describe('unit of that mass'),
    })
    .optional()
    .describe('from this mass on every load is accounted for: half of the lightest package worked here'),
});

const antennaSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}\/\d{1,3}$/);

const gateSchema = z.strictObject({
  id: stationIdSchema.describe('id of the gate: a–z 0–9 -, at most 40'),
  name: namesSchema,
  readers: z
    .array(instrumentIdSchema.describe('id of a reader under instruments'))
    .min(1)
    .max(8)
    .describe('ids of readers under instruments'),
  outer: z
    .array(antennaSchema.describe('"reader/antenna", e.g. "reader-3/1"'))
    .min(1)
    .max(16)
    .describe('antennas that look outwards, as "reader/antenna"'),
  inner: z
    .array(antennaSchema.describe('"reader/antenna", e.g. "reader-3/2"'))
    .min(1)
    .max(16)
    .describe('antennas that look into the base, as "reader/antenna"'),
});

const portSchema = z.strictObject({
  serial: z
    .string()
    .regex(/^\/[^\s]{1,254}$/)
    .optional()
    .describe('device path, best /dev/serial/by-id/…'),
  tcp: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]{1,253})(:\d{1,5})?$/)
    .optional()
    .describe('"host:port" of a device or serial converter'),
  baud: z.int().min(300).max(1_000_000).optional().describe("serial speed; the model's if absent"),
  dataBits: z
    .union([z.literal(7), z.literal(8)])
    .optional()
    .describe("7 or 8; the model's if absent"),
  parity: z.enum(['none', 'even', 'odd']).optional().describe("parity; the model's if absent"),
  stopBits: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .describe("1 or 2; the model's if absent"),
});

const rangeSchema = z.strictObject({
  max: massTextSchema.describe('Max as decimal text in quotes, e.g. "600"'),
  min: massTextSchema.describe('Min as decimal text in quotes, e.g. "4"'),
  interval: massTextSchema.describe('verification scale interval e as decimal text in quotes, e.g. "0.2"'),
});

const scaleSchema = z.strictObject({
  class: z.enum(['II', 'III', 'IIII']).describe('accuracy class on the verification mark (OIML R 76)'),
  unit: unitSchema.describe('unit that the scale shows and in which its ranges are written'),
  decimals: z.int().min(0).max(6).describe('digits after the point as the scale shows them'),
  ranges: z
    .array(rangeSchema)
    .min(1)
    .max(5)
    .describe('max, min and interval of each weighing range, the smallest first'),
});

const instrumentSchema = z.strictObject({
  id: instrumentIdSchema.describe('id of the instrument: a–z 0–9 -, at most 40'),
  model: z.string().min(1).max(60).describe('name of a model in config/models'),
  port: portSchema.describe('serial (with baud, dataBits, parity, stopBits if they differ from the model) or tcp'),
  address: z
    .string()
    .regex(/^[0-9A-Za-z]{1,8}$/)
    .optional()
    .describe('address on a shared line in quotes, e.g. "1"'),
  scale: scaleSchema.optional().describe("the scale's facts by its mark: class, unit, decimals, ranges"),
  region: z
    .string()
    .regex(/^[A-Z]{2,8}$/)
    .optional()
    .describe('radio region of a reader'),
  serialNumber: labelSchema.optional().describe("maker's serial number, 1 to 60 characters"),
});

const captureSchema = z.strictObject({
  windowMs: z
    .int()
    .min(1000)
    .max(10_000)
    .default(1000)
    .describe('how long readings must agree before a weight is taken, in milliseconds'),
  fitnessSharePpm: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("how far a scale may be off to decide a package, in millionths of net; only lowers the notice's share"),
  announcementMinutes: z.int().min(1).max(120).default(10).describe('how long "the next load is …" holds, in minutes'),
  bridgeWindowMs: z.int().min(1000).max(30_000).default(3000).describe('the same at a weighbridge'),
});

/** Schema of a site file. */
export const siteSchema = z.strictObject({
  base: idSchema.describe('id of the base: a–z 0–9 -, at most 40'),
  name: namesSchema,
  data: pathSchema.default('./data').describe("folder of ledger and register, from the site file's own folder"),
  http: httpSchema.prefault({}).describe('the web server'),
  headquarters: headquartersSchema.optional().describe('the link to headquarters; absent: off'),
  stations: z.array(stationSchema).min(1).max(32).describe('the places where goods are handled'),
  gates: z.array(gateSchema).max(16).default([]).describe('the gates through which goods leave'),
  areas: z
    .array(z.strictObject({ id: idSchema.describe('id of the area: a–z 0–9 -, at most 40'), name: namesSchema }))
    .max(200)
    .default([])
    .describe('the areas in which packages are kept'),
  instruments: z.array(instrumentSchema).min(1).max(64).describe('scales and readers'),
  capture: captureSchema.prefault({}).describe('when a weight is taken'),
});

/** A site file as a person may write it. */
export type SiteInput = z.input<typeof siteSchema>;
/** A site file with every default filled in. */
export type SiteFile = z.output<typeof siteSchema>;

// The rooms of the house and the directions between them: which folder may import which, also by type. tidy.test.ts
// holds every import against this table; ARCHITECTURE.md explains it. A room is a folder with all below it that is no
// room of its own.

const CONTRACT = 'drivers/contract/';
const CONFIG = 'config/';
/** Files under a recovery key: knows nothing of what is in them, so that base and headquarters may share it. */
const ARCHIVE = 'agent/archive/';

const CORE_LAYERS = [
  'agent/core/model/',
  'agent/core/ports/',
  'agent/core/weight/',
  'agent/core/projection/',
  'agent/core/verdict/',
  'agent/core/intake/',
  'agent/core/release/',
  'agent/core/stocktake/',
  'agent/core/cases/',
  'agent/core/loads/',
  'agent/core/jobs/',
  'agent/core/orders/',
  'agent/core/views/',
  'agent/core/audit/',
] as const;
const [
  MODEL,
  PORTS,
  WEIGHT,
  PROJECTION,
  VERDICT,
  INTAKE,
  RELEASE,
  STOCKTAKE,
  CASES,
  LOADS,
  JOBS,
  ORDERS,
  VIEWS,
  AUDIT,
] = CORE_LAYERS;

const SCREEN = {
  texts: 'agent/screen/texts/',
  style: 'agent/screen/style/',
  shared: 'agent/screen/shared/',
  wire: 'agent/screen/wire/',
  frame: 'agent/screen/frame/',
  rooms: 'agent/screen/rooms/',
  router: 'agent/screen/router/',
  entrance: 'agent/screen/',
} as const;
/** What every part of the page may take from the core, and what stands below all parts. */
const PAGE_BASE = [MODEL, VIEWS, CONTRACT, SCREEN.texts, SCREEN.style];

const HEADQUARTERS = {
  store: 'agent/headquarters/store/',
  signing: 'agent/headquarters/signing/',
  book: 'agent/headquarters/book/',
  link: 'agent/headquarters/link/',
  desk: 'agent/headquarters/desk/',
  entrance: 'agent/headquarters/',
} as const;
/** Headquarters shares nothing with a base but the words of the contract: a shared mistake must not hide. */
const HEADQUARTERS_BASE = [CONTRACT, 'agent/link/contract/'];

const SIMULATORS = {
  runtime: 'simulators/runtime/',
  wires: 'simulators/wires/',
  world: 'simulators/world/',
  staff: 'simulators/staff/',
  days: 'simulators/days/',
  demo: 'simulators/demo/',
} as const;
const SIMULATORS_BASE = [CONTRACT, 'agent/link/contract/', SIMULATORS.runtime];

/** Everything of the agent that start.ts composes. */
const PARTS = [
  ...CORE_LAYERS,
  CONFIG,
  CONTRACT,
  'drivers/',
  'agent/runtime/',
  'agent/stations/',
  'agent/ledger/',
  'agent/register/',
  'agent/link/',
  'agent/link/contract/',
  ARCHIVE,
  'agent/services/',
  'agent/http/',
  'agent/http/shared/',
  'agent/http/resources/',
];
const CORE_AND_CONFIG = [...CORE_LAYERS, CONFIG, CONTRACT];

/** Room → the rooms it may import. The longest path that begins a file's path is its room. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  [CONTRACT]: [],
  'drivers/': [CONTRACT],
  [CONFIG]: ['drivers/', CONTRACT],
  [ARCHIVE]: [CONFIG],

  [MODEL]: [CONTRACT],
  [PORTS]: [MODEL, CONTRACT],
  [WEIGHT]: [MODEL, CONTRACT],
  [PROJECTION]: [MODEL, WEIGHT, CONTRACT],
  [VERDICT]: [MODEL, WEIGHT, PROJECTION, CONTRACT],
  [INTAKE]: [MODEL, WEIGHT, CONTRACT],
  [RELEASE]: [MODEL, WEIGHT, CONTRACT],
  [STOCKTAKE]: [MODEL, WEIGHT, CONTRACT],
  [CASES]: [MODEL, WEIGHT, VERDICT, CONTRACT],
  [LOADS]: [MODEL, WEIGHT, PROJECTION, VERDICT, INTAKE, RELEASE, STOCKTAKE, CASES, CONTRACT],
  [JOBS]: [MODEL, WEIGHT, VERDICT, INTAKE, RELEASE, STOCKTAKE, CASES, LOADS, CONTRACT],
  [ORDERS]: [MODEL, WEIGHT, PROJECTION, VERDICT, INTAKE, RELEASE, STOCKTAKE, CASES, CONTRACT],
  [VIEWS]: [MODEL, PORTS, WEIGHT, VERDICT, INTAKE, RELEASE, STOCKTAKE, CASES, CONTRACT],
  [AUDIT]: [MODEL, WEIGHT, VERDICT, RELEASE, STOCKTAKE, LOADS, CONTRACT],

  'agent/stations/': [...CORE_AND_CONFIG, 'drivers/'],
  'agent/ledger/': CORE_AND_CONFIG,
  'agent/register/': CORE_AND_CONFIG,
  'agent/link/contract/': [MODEL, CONTRACT],
  'agent/link/': [...CORE_AND_CONFIG, 'agent/link/contract/'],
  'agent/runtime/': [...CORE_AND_CONFIG, 'agent/ledger/', 'agent/register/'],
  'agent/services/': [
    ...CORE_AND_CONFIG,
    'agent/stations/',
    'agent/ledger/',
    'agent/register/',
    'agent/link/',
    'agent/link/contract/',
    'agent/runtime/',
    ARCHIVE,
  ],
  'agent/http/shared/': [...CORE_AND_CONFIG, 'agent/services/'],
  'agent/http/resources/': [...CORE_AND_CONFIG, 'agent/services/', 'agent/http/shared/'],
  'agent/http/': [...CORE_AND_CONFIG, 'agent/services/', 'agent/http/shared/', 'agent/http/resources/'],
  'agent/start.ts': PARTS,
  'agent/commands/': [...PARTS, 'agent/start.ts'],
  'agent/main.ts': ['agent/commands/', 'agent/headquarters/', SIMULATORS.days, SIMULATORS.demo, SIMULATORS.world],

  [SCREEN.texts]: [MODEL, VIEWS],
  [SCREEN.style]: [],
  [SCREEN.shared]: PAGE_BASE,
  [SCREEN.wire]: [...PAGE_BASE, SCREEN.shared],
  [SCREEN.frame]: [...PAGE_BASE, SCREEN.shared, SCREEN.wire],
  [SCREEN.rooms]: [...PAGE_BASE, SCREEN.shared, SCREEN.wire, SCREEN.frame],
  [SCREEN.router]: [...PAGE_BASE, SCREEN.shared, SCREEN.wire, SCREEN.frame, SCREEN.rooms],
  [SCREEN.entrance]: [...PAGE_BASE, SCREEN.shared, SCREEN.wire, SCREEN.frame, SCREEN.rooms, SCREEN.router],

  [HEADQUARTERS.store]: HEADQUARTERS_BASE,
  [HEADQUARTERS.signing]: HEADQUARTERS_BASE,
  [HEADQUARTERS.book]: [...HEADQUARTERS_BASE, HEADQUARTERS.store, HEADQUARTERS.signing],
  // An acknowledgement never waits for the book.
  [HEADQUARTERS.link]: [...HEADQUARTERS_BASE, HEADQUARTERS.store, HEADQUARTERS.signing],
  [HEADQUARTERS.desk]: [
    ARCHIVE,
    CONFIG,
    ...HEADQUARTERS_BASE,
    HEADQUARTERS.store,
    HEADQUARTERS.signing,
    HEADQUARTERS.book,
    HEADQUARTERS.link,
  ],
  [HEADQUARTERS.entrance]: [
    ARCHIVE,
    ...HEADQUARTERS_BASE,
    HEADQUARTERS.store,
    HEADQUARTERS.signing,
    HEADQUARTERS.book,
    HEADQUARTERS.link,
    HEADQUARTERS.desk,
  ],

  [SIMULATORS.runtime]: [CONTRACT],
  [SIMULATORS.wires]: SIMULATORS_BASE,
  [SIMULATORS.world]: [...SIMULATORS_BASE, SIMULATORS.wires],
  [SIMULATORS.staff]: SIMULATORS_BASE,
  [SIMULATORS.days]: [...SIMULATORS_BASE, SIMULATORS.wires, SIMULATORS.world],
  [SIMULATORS.demo]: [...SIMULATORS_BASE, SIMULATORS.world, SIMULATORS.staff],
};

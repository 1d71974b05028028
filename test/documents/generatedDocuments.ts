// Which parts of which documents are printed from declarations: between `<!-- generated: name -->` and `<!-- end -->`.
// `npm run documents` writes them; a test compares them with what stands there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commandSchema } from '../../agent/core/model/command.ts';
import { ENTRIES } from '../../agent/core/model/entry.ts';
import { order } from '../../agent/core/model/order.ts';
import { ROOT } from '../sourceTree.ts';
import {
  contractKinds,
  contractOrders,
  contractParts,
  contractTouches,
  findingRows,
  formatHeaderTables,
  formatKinds,
  formatParts,
  refusalRows,
} from './declarationTables.ts';

const BLOCKS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'agent/ledger/FORMAT.md': {
    'members of every entry': formatHeaderTables,
    'kinds of entries': formatKinds,
    'parts of bodies': formatParts,
  },
  'agent/link/CONTRACT.md': {
    'kinds of entries': contractKinds,
    'parts of bodies': contractParts,
    'kinds of orders': contractOrders,
    'who touches what': contractTouches,
  },
  'agent/manual/codes.md': { findings: findingRows, refusals: refusalRows },
};

function jsonSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}

/** Whole files that are printed. */
const FILES: Readonly<Record<string, () => string>> = {
  'agent/manual/schemas/entryBodies.schema.json': () =>
    jsonSchema(z.object(Object.fromEntries(Object.entries(ENTRIES).map(([kind, { schema }]) => [kind, schema])))),
  'agent/manual/schemas/order.schema.json': () => jsonSchema(order.schema),
  'agent/manual/schemas/command.schema.json': () => jsonSchema(commandSchema),
};

/** Every document with printed parts, as it should be. Throws if a block is missing. */
export function printDocuments(): Map<string, string> {
  const printed = new Map(Object.entries(FILES).map(([path, print]) => [path, print()]));
  for (const [path, blocks] of Object.entries(BLOCKS)) {
    let text = readFileSync(join(ROOT, path), 'utf8');
    for (const [name, print] of Object.entries(blocks)) {
      const begin = `<!-- generated: ${name} -->\n`;
      const from = text.indexOf(begin);
      const to = text.indexOf('<!-- end -->', from);
      if (from === -1 || to === -1) throw new Error(`${path} has no block "${name}"`);
      text = `${text.slice(0, from + begin.length)}\n${print()}\n\n${text.slice(to)}`;
    }
    printed.set(path, text);
  }
  return printed;
}

// A long ledger is searched in steps: no answer waits for all of it, none keeps the dock waiting, and nothing is left
// out or given twice.
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../agent/core/ports/ledger.ts';
import type { WeighingPage, WeighingRowView } from '../../agent/core/views/lookupViews.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import type { Dock } from '../core/intakeScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { ANN, answered, Archive } from './lookUpScenes.ts';
import type { WeighingQuery } from '../../agent/services/agentApi.ts';

function delivery(drums: number): Dock {
  const dock = new CaseDock();
  const numbers = Array.from({ length: drums }, (_, index) => index + 1);
  dock.order(notice(numbers.map((n) => drum(n))));
  dock.open();
  for (const n of numbers) dock.weigh(268, [epcOf(n)]);
  return dock;
}

async function page(archive: Archive, query: WeighingQuery): Promise<WeighingPage> {
  return answered(archive.lookUp.weighings(query, ANN));
}

async function everything(
  archive: Archive,
  query: WeighingQuery,
): Promise<{ pages: WeighingPage[]; rows: WeighingRowView[] }> {
  const pages = [await page(archive, query)];
  for (let last = pages[0]; last?.before != null; last = pages.at(-1)) {
    if (pages.length > 20) throw new Error('the search does not end');
    pages.push(await page(archive, { ...query, before: last.before }));
  }
  return { pages, rows: pages.flatMap(({ weighings }) => weighings) };
}

describe.each<[string, WeighingQuery]>([
  ['reading the ledger', {}],
  ['by lot', { lot: 'CO-1' }],
  ['by order', { order: 'order-CO-1' }],
])('%s', (_name, query) => {
  it('230 weighings are three pages, each once, newest first', async () => {
    const archive = new Archive().keep(delivery(230).ledger.entries);
    const { pages, rows } = await everything(archive, query);
    expect(pages.map(({ weighings }) => weighings.length)).toEqual([100, 100, 30]);
    expect(rows.map(({ mark }) => mark)).toEqual(Array.from({ length: 230 }, (_, index) => `DRUM ${230 - index}`));
    expect(pages.at(-1)?.before).toBeNull();
  });
});

it('by lot exactly a page and no more: it says that this was all', async () => {
  const archive = new Archive().keep(delivery(100).ledger.entries);
  expect(await page(archive, { lot: 'CO-1' })).toMatchObject({ before: null });
});

describe('25,000 entries of other things', () => {
  function padded(): Archive {
    const archive = new Archive();
    archive.keep(delivery(2).ledger.entries);
    for (let part = 0; part < 5; part += 1) {
      archive.wallMs += 60_000;
      archive.pad(5_000);
    }
    return archive;
  }

  it('a request looks at 20,000, says how far it came, and gives way to the dock meanwhile', async () => {
    const archive = padded();
    const before = archive.turns;
    const first = await page(archive, { operator: 'ann' });
    expect(first).toMatchObject({ weighings: [], before: archive.ledger.head().seq + 1 - 20_000 });
    expect(archive.turns - before).toBe(80);
    expect(first.searchedBackToWallMs).toBe(archive.wallMs - 3 * 60_000);
    const { pages, rows } = await everything(archive, { operator: 'ann' });
    expect([pages.length, rows.map(({ mark }) => mark)]).toEqual([2, ['DRUM 2', 'DRUM 1']]);
  });

  it('what belongs to a lot is found at once', async () => {
    expect((await page(padded(), { lot: 'CO-1' })).weighings).toHaveLength(2);
  });

  it('weighings that are recorded while somebody looks are of the next look, and disturb nothing', async () => {
    const archive = new Archive();
    const dock = delivery(3);
    archive.keep(dock.ledger.entries.slice(0, -1));
    archive.pad(2_000);
    archive.meanwhile = () => {
      archive.meanwhile = () => undefined;
      archive.keep(dock.ledger.entries);
    };
    expect((await page(archive, {})).weighings.map(({ mark }) => mark)).toEqual(['DRUM 2', 'DRUM 1']);
    expect((await page(archive, {})).weighings.map(({ mark }) => mark)).toEqual(['DRUM 3', 'DRUM 2', 'DRUM 1']);
  });

  it('a time long ago is found by halving, not by reading up to it', async () => {
    const archive = padded();
    const toMs = archive.wallMs - 5 * 60_000;
    const before = archive.turns;
    expect((await page(archive, { toMs })).weighings).toHaveLength(2);
    expect(archive.turns - before).toBeLessThan(4);
  });

  it('and reading ends where a clock that can be believed says that it is earlier', async () => {
    const archive = padded();
    const found = await page(archive, { fromMs: archive.wallMs - 1.5 * 60_000 });
    expect(found).toMatchObject({ weighings: [], before: null });
  });

  it('a clock that nobody set proves nothing: everything is read', async () => {
    const archive = new Archive();
    const dock = delivery(2);
    archive.keep(dock.ledger.entries);
    archive.trust = 'unsynchronised';
    // The battery of the clock is empty: 1970.
    archive.wallMs = 1_000;
    archive.pad(3_000);
    archive.trust = 'synchronised';
    archive.wallMs = 1_790_000_000_000 + 3_600_000;
    expect((await page(archive, { fromMs: 1_790_000_000_000 - 1 })).weighings).toHaveLength(2);
  });

  it('nor one that ran ahead: what came after it is not taken for later', async () => {
    const archive = new Archive();
    archive.trust = 'unsynchronised';
    archive.wallMs = 4_000_000_000_000;
    archive.pad(3_000);
    archive.trust = 'synchronised';
    archive.wallMs = 1_790_000_000_000;
    archive.keep(delivery(2).ledger.entries);
    expect((await page(archive, { toMs: archive.wallMs })).weighings).toHaveLength(2);
  });
});

it('more than four searches at once are told to come again', async () => {
  const archive = new Archive().keep(delivery(2).ledger.entries).pad(3_000);
  const answers = await Promise.all(Array.from({ length: 6 }, () => archive.lookUp.weighings({}, ANN)));
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(2);
  expect(await archive.lookUp.weighings({}, ANN)).not.toBe('busy');
});

it('a disk that fails meanwhile is no answer, never half of one; once it works again there is one', async () => {
  const archive = new Archive().keep(delivery(2).ledger.entries).pad(3_000);
  const { ledger } = archive;
  const read = ledger.entriesBefore.bind(ledger);
  archive.meanwhile = () => {
    ledger.entriesBefore = () => {
      throw new StorageError('the disk is gone', { code: 'SQLITE_IOERR_READ' });
    };
  };
  expect(await archive.lookUp.weighings({}, ANN)).toBe('storage');
  archive.meanwhile = () => undefined;
  ledger.entriesBefore = read;
  await new Promise((resolve) => void setImmediate(resolve));
  expect((await page(archive, {})).weighings).toHaveLength(2);
});

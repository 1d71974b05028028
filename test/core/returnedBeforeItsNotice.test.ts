// Released goods are back before anybody announced it: held as unknown, and their notice does not find them.
import { beforeAll, describe, expect, it } from 'vitest';
import { decideOpenUnannounced } from '../../agent/core/jobs/jobDecisions.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

describe('a released drum is back, weighed and held, and then its return is announced', () => {
  let dock: ReleaseDock;

  beforeAll(() => {
    dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
    dock.weigh(268, [EPC(1)]);
    dock.identify('DRUM 1');
    dock.onScale = null;
    dock.closeBy('ann');
    dock.closeBy('bob');
    const back = { id: dock.id(), operator: 'ann', station: 'dock-1', stationKnown: true };
    dock.act((book) => decideOpenUnannounced(back, book));
    dock.weigh(268, [EPC(1)]);
    dock.holdForeign('DRUM 1');
    dock.onScale = null;
    dock.job = back.id;
    dock.close();
    expect(dock.openCodes()).toEqual(['UNANNOUNCED']);
    const notice = dock.order({ kind: 'return-notice', lot: 'CO-1', packages: ['CO-1-1'] }, { order: 'back' });
    expect(notice).toMatchObject({ accepted: true });
  });

  it('and what was held is that drum', () => {
    expect(dock.openCodes()).not.toContain('UNANNOUNCED');
  });
});

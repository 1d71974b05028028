// Two weighings of one package are asked to be taken back: of the arrival, and of what was taken out of it. Each request
// stands for itself, and the package is parked until the last of them is over (CONTRACT.md 9.8).
import { expect, it } from 'vitest';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideWithdrawRequest } from '../../agent/core/cases/waitingRequests.ts';
import { reversalRequests } from '../../agent/core/model/bookQueries.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { BALANCE } from '../core/consentScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { takenBackBy } from '../core/staff.ts';

/** Cho asks for the arrival, sue for the removal; then what `act` does, and what headquarters rejects of it all. */
function rejectedAfter(act: (dock: CaseDock, arrival: string, removal: string) => void): string[] {
  const headquarters = new SimulatedHeadquarters();
  try {
    const dock = new CaseDock();
    dock.signOrder = (order) => headquarters.signOrder(order);
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    dock.weigh(268, [epcOf(1)]);
    const arrival = dock.onScale ?? '';
    dock.onScale = null;
    takeBack(dock, 'cho', arrival);
    dock.announce(
      { kind: 'removal', package: 'CO-1-1', reason: 'dust', sealBefore: null, sealAfter: null } as never,
      'ann',
    );
    dock.weigh(0.5, [], { scale: BALANCE });
    const removal: string = String(dock.onScale);
    dock.onScale = null;
    takeBack(dock, 'sue', removal);
    act(dock, arrival, removal);
    headquarters.receiveEntries(dock.ledger.entries.map((entry) => ({ entry, hash: MemoryLedger.hashOf(entry) })));
    return headquarters.judge().rejected;
  } finally {
    headquarters.close();
  }
}

function takeBack(dock: CaseDock, operator: string, weighing: string): void {
  dock.act((book) => decideReverse({ ...takenBackBy(operator, weighing), id: dock.id() }, book));
}

function withdraw(dock: CaseDock, operator: string, subject: string): void {
  const request = { id: dock.id(), operator, act: 'reverse-weighing', subject } as never;
  dock.act((book) => decideWithdrawRequest(request, book));
}

it('the first request is withdrawn while a second one waits, and headquarters accepts it', () => {
  expect(rejectedAfter((dock, arrival) => withdraw(dock, 'cho', arrival))).toEqual([]);
});

it('the second request is withdrawn, and the first still parks the package', () => {
  rejectedAfter((dock, _arrival, removal) => {
    withdraw(dock, 'sue', removal);
    // A finding holds the package too: what parks it is looked at alone.
    expect(reversalRequests(dock.ledger.book, dock.drum(1).id).map(({ operator }) => operator)).toEqual(['cho']);
  });
});

it('the second request is granted, and the first still parks the package', () => {
  rejectedAfter((dock, _arrival, removal) => {
    takeBack(dock, 'tom', removal);
    expect(dock.drum(1).held).toBe(true);
  });
});

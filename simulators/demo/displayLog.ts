// What the simulated displays showed and what truly lay there, kept beside the demo run: at its end the figures of base
// and headquarters are compared with them. Must not know the agent.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { MoveReply, WorldClient } from '../staff/worldClient.ts';
import type { DemoLot } from './demoLots.ts';

export type LoggedDisplay = NonNullable<MoveReply['displayed']>;

/** The same world; of every load that is taken off, `displays` receives what the display showed. */
export function logDisplays(world: WorldClient): { world: WorldClient; displays: LoggedDisplay[] } {
  const displays: LoggedDisplay[] = [];
  const move: WorldClient['sendMove'] = async (command) => {
    const answer = await world.sendMove(command);
    if (answer.displayed && answer.displayed.items.length > 0) displays.push(answer.displayed);
    return answer;
  };
  return { world: { waitUntilReady: () => world.waitUntilReady(), sendMove: move }, displays };
}

/** The first weighing of exactly these items: later ones were samples and dispatch. */
const firstLoggedGross = (displays: readonly LoggedDisplay[], items: readonly string[]): MassMg | null => {
  const wanted = JSON.stringify([...items].sort());
  return displays.find((display) => JSON.stringify([...display.items].sort()) === wanted)?.grossMg ?? null;
};

/** Items that are packages of the lot, not foreign items, pallets or lorries. */
function ownPackages(lot: DemoLot): { item: string; trueMassMg: MassMg; tareMg: MassMg }[] {
  return lot.notice.packages.flatMap(({ package: id, tareMg }) => {
    const item = lot.items.find((candidate) => candidate.id === `item-${id}`);
    return item ? [{ item: item.id, trueMassMg: item.trueMassMg, tareMg }] : [];
  });
}

export interface LotMasses {
  /** Gross as the displays showed it, less pallet and declared tares; null if a load was never seen. */
  displayedNetMg: MassMg | null;
  trueNetMg: MassMg;
}

export function lotMassesOf(lot: DemoLot, displays: readonly LoggedDisplay[]): LotMasses {
  const packages = ownPackages(lot);
  const tareMg = packages.reduce((sum, ownPackage) => sum + ownPackage.tareMg, 0);
  const trueNetMg = packages.reduce((sum, ownPackage) => sum + ownPackage.trueMassMg, 0) - tareMg;
  const grossMg = displayedGrossMg(lot, { displays, items: packages.map(({ item }) => item) });
  return { displayedNetMg: grossMg === null ? null : asMassMg(grossMg - tareMg), trueNetMg: asMassMg(trueNetMg) };
}

function displayedGrossMg(
  lot: DemoLot,
  { displays, items }: { displays: readonly LoggedDisplay[]; items: readonly string[] },
): MassMg | null {
  if (lot.lorry !== null) {
    const [loaded, empty] = [lot.lorry.loaded, lot.lorry.empty].map(({ id }) => firstLoggedGross(displays, [id]));
    return loaded == null || empty == null ? null : asMassMg(loaded - empty);
  }
  if (lot.pallet !== null) {
    const palletLoadMg = firstLoggedGross(displays, [...items, lot.pallet.id]);
    return palletLoadMg === null ? null : asMassMg(palletLoadMg - lot.pallet.trueMassMg);
  }
  const single = items.map((item) => firstLoggedGross(displays, [item]));
  return single.some((mass) => mass === null)
    ? null
    : single.reduce<MassMg>((sum, mass) => asMassMg(sum + (mass ?? 0)), asMassMg(0));
}

// What the simulated displays showed and what truly lay there, kept beside the play: at its end both sides' figures are
// held against them. Must not know the agent.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { MoveReply, WorldClient } from '../staff/worldClient.ts';
import type { DemoLot } from './demoLots.ts';

export type LoggedDisplay = NonNullable<MoveReply['shown']>;

/** The same world; every load that is taken off leaves in `shown` what the display said of it. */
export function logDisplays(world: WorldClient): { world: WorldClient; shown: LoggedDisplay[] } {
  const shown: LoggedDisplay[] = [];
  const move: WorldClient['sendMove'] = async (command) => {
    const answer = await world.sendMove(command);
    if (answer.shown && answer.shown.things.length > 0) shown.push(answer.shown);
    return answer;
  };
  return { world: { waitUntilReady: () => world.waitUntilReady(), sendMove: move }, shown };
}

/** The first time these things were weighed: what came later were samples and dispatch. */
const firstLoggedGross = (shown: readonly LoggedDisplay[], things: readonly string[]): MassMg | null => {
  const wanted = JSON.stringify([...things].sort());
  return shown.find((one) => JSON.stringify([...one.things].sort()) === wanted)?.grossMg ?? null;
};

/** Things that are packages of the lot, not strangers, pallets or lorries. */
function ownPackages(lot: DemoLot): { thing: string; trueMassMg: MassMg; tareMg: MassMg }[] {
  return lot.notice.packages.flatMap(({ package: id, tareMg }) => {
    const thing = lot.items.find((each) => each.id === `thing-${id}`);
    return thing ? [{ thing: thing.id, trueMassMg: thing.trueMassMg, tareMg }] : [];
  });
}

export interface LotMasses {
  /** Gross as the displays showed it, less pallet and declared tares; null if a load was never seen. */
  displayedNetMg: MassMg | null;
  trueNetMg: MassMg;
}

export function lotMassesOf(lot: DemoLot, shown: readonly LoggedDisplay[]): LotMasses {
  const packages = ownPackages(lot);
  const tareMg = packages.reduce((sum, one) => sum + one.tareMg, 0);
  const trueNetMg = packages.reduce((sum, one) => sum + one.trueMassMg, 0) - tareMg;
  const grossMg = displayedGrossMg(lot, { shown, things: packages.map(({ thing }) => thing) });
  return { displayedNetMg: grossMg === null ? null : grossMg - tareMg, trueNetMg };
}

function displayedGrossMg(
  lot: DemoLot,
  { shown, things }: { shown: readonly LoggedDisplay[]; things: readonly string[] },
): MassMg | null {
  if (lot.lorry !== null) {
    const [loaded, empty] = [lot.lorry.loaded, lot.lorry.empty].map(({ id }) => firstLoggedGross(shown, [id]));
    return loaded == null || empty == null ? null : loaded - empty;
  }
  if (lot.pallet !== null) {
    const together = firstLoggedGross(shown, [...things, lot.pallet.id]);
    return together === null ? null : together - lot.pallet.trueMassMg;
  }
  const single = things.map((thing) => firstLoggedGross(shown, [thing]));
  return single.some((mass) => mass === null) ? null : single.reduce<MassMg>((sum, mass) => sum + (mass ?? 0), 0);
}

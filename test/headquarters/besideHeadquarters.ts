// What most tests of both sides begin with: a base whose stream headquarters has approved, and a dock whose every act the
// core decides.
import { createDockCommandWriter, type DockCommandWriter } from './dockCommandWriter.ts';
import { approveStream } from './entryDelivery.ts';
import { type LinkRig, openLinkRig, type RunningHeadquarters } from './linkRig.ts';

export interface BesideHeadquarters {
  /** To be closed by the test. */
  rig: LinkRig;
  headquarters: RunningHeadquarters;
  dock: DockCommandWriter;
}

export function openBesideHeadquarters(): BesideHeadquarters {
  const rig = openLinkRig();
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  return { rig, headquarters, dock: createDockCommandWriter(rig) };
}

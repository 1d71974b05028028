// What one station is made of: its settings from the site file, and what its controller is handed. Types only.
import type { WeighingId } from '../core/model/ids.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import type { Capture, LoadSettings } from '../core/weight/loadState.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import type { SettlingCurve } from '../core/ports/evidenceStore.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { StationId, InstrumentId } from '../../drivers/contract/siteIds.ts';

/** One station of the site file, with the facts of its scale. */
export interface StationSettings {
  id: StationId;
  name: { en: string; ja: string };
  scale: InstrumentId;
  readers: readonly InstrumentId[];
  /** Vehicles are weighed here. */
  weighbridge: boolean;
  checkWeight: { massMg: MassMg; everyHours: number } | null;
  /** The site file's own share, in millionths of net; null: the notice's alone counts. */
  fitnessSharePpm: number | null;
  load: LoadSettings;
  /** From this mass on every load has an outcome in the ledger; smaller ones are counted. */
  loadThresholdMg: MassMg;
  /** How long "the next load is …" holds. */
  announcementMs: number;
}

/** What every weighing names of the program that recorded it, and the hash of the configuration in force. */
export interface AgentRunInfo {
  run: string;
  software: string;
  configHash: string;
}

/** What the controller is made of. */
export interface StationControllerParts {
  clock: Clock;
  random: Random;
  recorder: DecisionRecorder;
  /** The scale's facts at this moment, verification included. */
  scaleFacts(): ScaleFacts;
  runInfo: () => AgentRunInfo;
  /** EPCs that the other stations read now. */
  tagsElsewhere(): ReadonlySet<string>;
  /** Of every station that is in service. */
  stationScales(): readonly StationScale[];
  /** True in a replay alone: nobody can put a check weight on a recorded scale. */
  assumeCheckPassed: boolean;
  /** A load's weight was captured; it may still be refused or wait for the disk. */
  onCapture(capture: Capture): void;
  /** Stores the settling curve of a durable weighing. Must not throw, and must be fast. */
  storeCurve(weighing: WeighingId, curve: SettlingCurve): void;
  /** Something that people see has changed. */
  onChange(): void;
}

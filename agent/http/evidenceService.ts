// What the web server needs to show cases, photographs and curves: agent/evidence.ts hands it in. Types only.
import type { Role } from '../core/command.ts';
import type { PhotoKept } from '../core/keptEvidence.ts';
import type { CasePage, CaseView, CurveView } from '../core/shown/lookup.ts';

/** Who looks: whether weights are hidden from them depends on their roles. */
export interface Looker {
  roles: readonly Role[];
}

export interface EvidenceService {
  cases(of: { state: 'open' | 'decided'; before: number | null }, looker: Looker): CasePage;
  case(finding: string, looker: Looker): CaseView | null;
  keepPhoto(bytes: Uint8Array): PhotoKept;
  /** Null: not there, or not the bytes of its hash. */
  photo(photo: string): Uint8Array | null;
  curve(weighing: string, looker: Looker): CurveView | 'unknown' | 'blind';
}

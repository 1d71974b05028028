// Keys as they arrive at the page, at a pace; what the gathering makes of them.
import { ScannerKeyBuffer, type ScannerInput } from '../../agent/screen/shared/scanner.ts';

export interface Typing {
  text: string;
  msPerKey: number;
  /** Before its first key. */
  pauseMs?: number;
}

/** Everything that was gathered, in order, each text ended by Enter. */
export function typed(...typings: Typing[]): ScannerInput[] {
  const gathering = new ScannerKeyBuffer();
  const gathered: ScannerInput[] = [];
  let atMs = 1000;
  for (const { text, msPerKey, pauseMs = 1000 } of typings) {
    atMs += pauseMs;
    for (const key of [...Array.from(text), 'Enter']) {
      const outcome = gathering.addKey({ key, atMs });
      if (outcome !== null) gathered.push(outcome);
      atMs += msPerKey;
    }
  }
  return gathered;
}

// A barcode scanner or badge reader that types like a keyboard. Its keys carry their own times, a few milliseconds
// apart, as the system stamps them on real ones: however busy this machine is, a scan stays a scan.
import type { CDPSession, Page } from 'playwright-core';

/** A keyboard wedge at full speed. */
const KEY_MS = 3;

export interface Wedge {
  scan: (code: string) => Promise<void>;
}

export async function plugIn(page: Page): Promise<Wedge> {
  const debug: CDPSession = await page.context().newCDPSession(page);
  let lastMs = 0;
  return {
    scan: async (code) => {
      lastMs = Math.max(Date.now(), lastMs);
      const sent = [...Array.from(code), '\r'].flatMap((letter) => {
        lastMs += KEY_MS;
        const key = letter === '\r' ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 } : { key: letter };
        const timestamp = lastMs / 1000;
        return [
          debug.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, timestamp, ...key }),
          debug.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp, ...key }),
        ];
      });
      await Promise.all(sent);
    },
  };
}

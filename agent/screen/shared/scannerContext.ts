// The scanner as the page's parts use it.
import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import { useLatestRef } from './latestRef.ts';
import { Scanner, type ScanHandler } from './scanner.ts';

export const ScannerContext = createContext<Scanner>(
  new Scanner({ onUnhandled: () => undefined, schedule: () => () => undefined }),
);

/** While this part is shown, codes come to it first. `handler` null: it wants none now. */
export function useScanHandler(handler: ScanHandler | null): void {
  const scanner = useContext(ScannerContext);
  const handlerRef = useLatestRef(handler);
  // With the part itself on the screen: a scanner does not wait for the next frame.
  useLayoutEffect(() => scanner.register((code) => handlerRef.current?.(code) ?? false), [scanner, handlerRef]);
}

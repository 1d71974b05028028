// The newest value of a rendering, for callbacks that outlive it: timers, feeds, scanner and outbox.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/**
 * A ref whose `current` is the value of the last rendering. It is the same object for the life of the component, so
 * that dependency lists may name it. Not to be read while rendering: it is set afterwards, before the browser paints.
 */
export function useLatestRef<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  useLayoutEffect(() => {
    ref.current = value;
  });
  return ref;
}

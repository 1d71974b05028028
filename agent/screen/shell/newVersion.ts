// The agent was upgraded while this page was open, which may be for weeks: the page must follow. At once where nobody
// is signed in, when the person says so otherwise.
import { useEffect, useRef } from 'preact/hooks';

interface Upgrade {
  /** As the agent says; null: not heard yet. */
  software: string | null;
  /** Nobody is in the middle of something, and nothing is lost by loading anew. */
  idle: boolean;
}

/** True: there is a newer page, and it is not loaded because somebody works with this one. */
export function useNewVersion({ software, idle }: Upgrade): boolean {
  const first = useRef(software);
  first.current ??= software;
  const newer = software !== null && software !== first.current;
  useEffect(() => {
    if (newer && idle) location.reload();
  }, [newer, idle]);
  return newer;
}

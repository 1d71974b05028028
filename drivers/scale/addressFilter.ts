// Which frames on a line are this scale's. Knows only the address a frame carried.

/**
 * With an address in the site file, only frames that carry it count. Without one, the first frame of a session settles
 * it: a second scale on the same wires must not speak for the first.
 */
export function createAddressFilter(configured: string | null): (heard: unknown) => boolean {
  let mine: string | null | undefined = configured === null ? undefined : configured;
  return (heard) => {
    const address = typeof heard === 'string' ? heard : null;
    if (mine === undefined) mine = address;
    return mine === address;
  };
}

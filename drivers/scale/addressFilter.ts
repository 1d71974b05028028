// Which frames on a line are this scale's. Knows only the address a frame carried.

/**
 * With an address in the site file, only frames that carry it count. Without one, the first frame of a session settles
 * it: a second scale on the same wires must not speak for the first.
 */
export function createAddressFilter(configured: string | null): (frameAddress: unknown) => boolean {
  let ownAddress: string | null | undefined = configured === null ? undefined : configured;
  return (frameAddress) => {
    const address = typeof frameAddress === 'string' ? frameAddress : null;
    if (ownAddress === undefined) ownAddress = address;
    return ownAddress === address;
  };
}

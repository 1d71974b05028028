// Which frames on a line are this scale's. Must not know more of a frame than its address.

/**
 * A test for the address of a frame. With an address in the site file, only frames that carry it pass. Without one, the
 * first frame of a connection sets it: a second scale on the same line must not be taken for the first.
 */
export function createAddressFilter(configured: string | null): (frameAddress: unknown) => boolean {
  let ownAddress: string | null | undefined = configured === null ? undefined : configured;
  return (frameAddress) => {
    const address = typeof frameAddress === 'string' ? frameAddress : null;
    if (ownAddress === undefined) ownAddress = address;
    return ownAddress === address;
  };
}

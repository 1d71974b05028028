// The designated kinds of the stockpile, as far as an order may name them: a typing error must not become a lot of an
// unknown metal. The list itself is data of the installation and comes in as a parameter.

/** What an order may say of one kind: its forms by id, and within REE and PGM its elements by symbol. */
export interface DesignatedKind {
  readonly forms: Readonly<Record<string, unknown>>;
  readonly elements: Readonly<Record<string, unknown>>;
}

/** The designated kinds by symbol. */
export type DesignatedKinds = ReadonlyMap<string, DesignatedKind>;

/** Why no lot can be of these goods, with what is allowed, as a sentence for headquarters; null if one can. */
export function kindRefusal(
  { commodity, form, element }: { commodity: string; form: string; element: string | null },
  kinds: DesignatedKinds,
): string | null {
  const kind = kinds.get(commodity);
  if (!kind) return `${commodity} is none of the designated kinds: ${[...kinds.keys()].join(', ')}`;
  if (!Object.hasOwn(kind.forms, form))
    return `${form} is no form of ${commodity}: ${Object.keys(kind.forms).join(', ')}`;
  const elements = Object.keys(kind.elements);
  if (elements.length === 0)
    return element === null ? null : `${commodity} has no elements: ${element} is out of place`;
  return element !== null && elements.includes(element)
    ? null
    : `${element ?? 'no element'} is none of ${commodity}: ${elements.join(', ')}`;
}

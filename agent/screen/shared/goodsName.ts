// How goods are called on the page: kind, form and, within REE and PGM, the element, in the reader's language. What the
// list of designated kinds does not name stands as it was written. Knows no component.
import type { Translator } from './translator.ts';

export function nameGoods(
  { commodity, form, element = null }: { commodity: string; form: string; element?: string | null },
  { codeText }: Pick<Translator, 'codeText'>,
): string {
  const parts = [codeText('commodity', commodity), codeText('form', form)];
  if (element !== null) parts.push(codeText('element', element));
  return parts.join(' · ');
}

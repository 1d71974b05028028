// The most that a person may write into a field, in characters as the agent counts them: the browser's own limit counts
// an emoji as two.
import { cutText } from '../../core/model/comparableText.ts';

/** What stands in a field, cut to `most` characters there too. */
export function limitInput(field: Pick<HTMLInputElement, 'value'>, most: number): string {
  const text = cutText(field.value, most);
  if (text !== field.value) field.value = text;
  return text;
}

/** A mark like NK-8813 stays on one line. */
export function unbroken(text: string): string {
  return text.replace(/(\w)-(?=\w)/g, '$1\u2011');
}

// Text in the browser's local storage. Storage may be full or forbidden: then the page works without it.

/** The stored text; null where there is none, or no storage. */
export function readStoredText(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** False: not stored. */
export function storeText(name: string, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

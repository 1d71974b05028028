// What the tablet keeps for this page. Storage may be full, or forbidden altogether: then the page works on, and
// forgets.

/** Null: nothing kept, or nothing can be. */
export function readStoredText(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** False: not kept. */
export function storeText(name: string, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

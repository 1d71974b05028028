// What the tablet keeps for this page. Storage may be full, or forbidden altogether: then the page works on, and
// forgets.

/** Null: nothing kept, or nothing can be. */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** False: not kept. */
export function keep(name: string, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

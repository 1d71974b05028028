// The text of whatever was thrown. Imports nothing: every folder may use it.

/** An error's message; of anything else that was thrown, its own text. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

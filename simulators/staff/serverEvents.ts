// Reads a stream of server-sent events (WHATWG HTML 9.2.6), as far as the agent uses them. Must not know what they say.

export interface ServerEvent {
  event: string;
  data: string;
}

/** A page bigger than this is not an event but a mistake. */
const EVENT_CHARACTERS_MAX = 8_000_000;

function parseServerEvent(block: string): ServerEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length === 0 ? null : { event, data: data.join('\n') };
}

export async function* readServerEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true }).replaceAll('\r', '');
    if (text.length > EVENT_CHARACTERS_MAX) throw new RangeError('an event without end');
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const event = parseServerEvent(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
  }
}

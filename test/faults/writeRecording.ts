// A recording of everything that one process asks of the disk, and of what it says meanwhile, in one order: strace of its main
// thread, where SQLite and the durable files of the base and of headquarters do their work. Must not know what is written.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One step, as the kernel carried it out. Paths are absolute. */
export type Step =
  | { kind: 'open'; path: string; isCut: boolean; isMade: boolean }
  | { kind: 'write'; path: string; at: number; bytes: Buffer }
  | { kind: 'cut'; path: string; size: number }
  | { kind: 'sync'; path: string }
  | { kind: 'rename'; path: string; to: string }
  | { kind: 'link'; path: string; to: string }
  | { kind: 'unlink'; path: string }
  | { kind: 'mkdir'; path: string }
  | { kind: 'said'; line: string };

const CALLS =
  'openat,open,creat,close,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,copy_file_range,sendfile,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,lseek';

/** Runs a script under strace; the steps below `root` and what was said. `inject` as in strace's manual. */
export function recordWrites(
  args: readonly string[],
  { root, trace, inject }: { root: string; trace: string; inject?: string | undefined },
): { steps: Step[]; signal: NodeJS.Signals | null } {
  const injecting = inject === undefined ? [] : ['-e', `inject=${inject}`];
  // Every byte in hex, names of files beside their numbers, nothing shortened.
  const strace = ['-qq', '-xx', '-y', '-s', '100000000', '-e', `trace=${CALLS}`, ...injecting, '-o', trace];
  const done = spawnSync('strace', [...strace, process.execPath, ...args], { encoding: 'utf8' });
  if (done.status !== 0 && inject === undefined) throw new Error(`the recorded process failed:\n${done.stderr}`);
  return { steps: readTrace(readFileSync(trace, 'latin1'), root), signal: done.signal };
}

function readTrace(text: string, root: string): Step[] {
  const reader = new TraceReader(root);
  for (const line of text.split('\n')) reader.take(line);
  return reader.steps;
}

const CALL = /^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?/;

class TraceReader {
  readonly steps: Step[] = [];
  readonly #root: string;
  readonly #offsets = new Map<string, number>();
  #said = '';

  constructor(root: string) {
    this.#root = root;
  }

  take(line: string): void {
    // A process that was killed in a call has no result: what it asked for was not done.
    const [, call = '', args = '', code = '', opened] = CALL.exec(line) ?? [];
    if (call === '' || Number(code) < 0) return;
    const { texts, file, fd, numbers, path } = readArguments(args);
    if ((call === 'write' || call === 'writev') && fd === '1') {
      this.#hear(Buffer.concat(texts).toString('utf8'));
      return;
    }
    const own = file !== null && this.#isOwn(file) ? file : null;
    switch (call) {
      case 'openat':
      case 'open':
      case 'creat': {
        const name = opened === undefined ? null : unhex(opened);
        if (name === null || !this.#isOwn(name)) return;
        this.#offsets.set(code, 0);
        if (args.includes('O_APPEND')) throw new Error(`appending to ${name} is not modelled`);
        this.steps.push({
          kind: 'open',
          path: name,
          isCut: args.includes('O_TRUNC'),
          isMade: args.includes('O_CREAT'),
        });
        return;
      }
      case 'pwrite64':
        if (own) this.#write(own, Number(numbers.at(-1)), texts[0], Number(code));
        return;
      case 'write': {
        if (!own) return;
        const at = this.#offsets.get(fd) ?? 0;
        this.#offsets.set(fd, at + Number(code));
        this.#write(own, at, texts[0], Number(code));
        return;
      }
      case 'ftruncate':
        if (own) this.steps.push({ kind: 'cut', path: own, size: Number(numbers.at(-1)) });
        return;
      case 'fsync':
      case 'fdatasync':
        if (own) this.steps.push({ kind: 'sync', path: own });
        return;
      case 'close':
      case 'lseek':
      case 'sync_file_range':
        return;
      default:
        this.#name(
          call,
          texts.map((text) => text.toString('utf8')),
          own ?? path,
        );
    }
  }

  #name(call: string, [path = '', to = '']: string[], other: string | null): void {
    if (!this.#isOwn(path) && (other === null || !this.#isOwn(other))) return;
    if (call.startsWith('rename')) this.steps.push({ kind: 'rename', path, to });
    else if (call.startsWith('link')) this.steps.push({ kind: 'link', path, to });
    else if (call.startsWith('unlink')) this.steps.push({ kind: 'unlink', path });
    else if (call.startsWith('mkdir')) this.steps.push({ kind: 'mkdir', path });
    else throw new Error(`${call} is not modelled`);
  }

  #write(path: string, at: number, bytes: Buffer | undefined, written: number): void {
    if (bytes) this.steps.push({ kind: 'write', path, at, bytes: bytes.subarray(0, written) });
  }

  #hear(text: string): void {
    this.#said += text;
    const lines = this.#said.split('\n');
    this.#said = lines.pop() ?? '';
    for (const line of lines) this.steps.push({ kind: 'said', line });
  }

  #isOwn(path: string): boolean {
    return path.startsWith(`${this.#root}/`) || path === this.#root;
  }
}

interface Arguments {
  texts: Buffer[];
  fd: string;
  /** The file that the first number names. */
  file: string | null;
  numbers: string[];
  path: string | null;
}

function readArguments(args: string): Arguments {
  const texts = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => hexBytes(hex));
  const [, fd = '', name] = /^(\d+)<([^>]*)>(?!\(deleted\))/.exec(args) ?? [];
  const plain = args.replace(/"[^"]*"/g, '').replace(/<[^>]*>/g, '');
  const file = name === undefined ? null : unhex(name);
  return { texts, fd, file, numbers: plain.match(/\d+/g) ?? [], path: texts[0]?.toString('utf8') ?? null };
}

function hexBytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

function unhex(hex: string): string {
  return hexBytes(hex).toString('utf8');
}

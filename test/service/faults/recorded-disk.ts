// A disk that is watched: what is done to the files of a folder through node:fs, step by step, where it can be made to fail; and from the steps the states
// in which the disk may be found once the power went: what was synced is there, of the rest any part of it.

import fs, { existsSync, type PathLike } from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';

/** `file` numbers what was made by one `create`, or was there at the start. */
export type Step =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'create'; readonly path: string; readonly file: number }
  | { readonly kind: 'write'; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly length: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'sync-folder'; readonly path: string }
  | { readonly kind: 'unlink'; readonly path: string }
  /** Somebody was told that an entry is kept. */
  | { readonly kind: 'told'; readonly index: number; readonly n: number; readonly note: string };

/** Files by path; folders are null. */
export type DiskState = ReadonlyMap<string, Buffer | null>;

/** What is to happen to the next of a kind: an error to fail with, or how many bytes of a write are taken. */
export type Injected = { readonly error: string } | { readonly bytes: number };
export type Fault = (kind: 'write' | 'sync' | 'truncate' | 'create' | 'sync-folder', path: string) => Injected | null;

export interface Watched {
  readonly steps: Step[];
  fault: Fault;
  end(): void;
}

/** Watches what lies in `folder`, until it is ended. `state`: what was synced before all of the `earlier` steps. */
export function watchDisk(folder: string, state: DiskState, earlier: readonly Step[]): Watched {
  const steps: Step[] = [];
  const numbers = new Map([...state].filter(([, bytes]) => bytes !== null).map(([path], i) => [path, i]));
  let count = numbers.size;
  for (const step of earlier) {
    if (step.kind === 'create') numbers.set(step.path, count++);
    else if (step.kind === 'unlink') numbers.delete(step.path);
  }
  const watched: Watched = { steps, fault: () => null, end: () => undefined };
  const { open, unlink } = files;
  const { mkdirSync } = fs;
  const isInside = (path: PathLike): path is string => String(path).startsWith(folder) && !basename(String(path)).startsWith('lock.db');
  const errorOf = (injected: Injected | null) =>
    injected !== null && 'error' in injected ? Object.assign(new Error(`${injected.error}: injected`), { code: injected.error }) : null;

  files.open = async (path, flags, mode) => {
    if (!isInside(path)) return open(path, flags, mode);
    const creates = typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : /^[aw]/.test(String(flags));
    const isNew = !existsSync(path);
    const fault = creates ? errorOf(watched.fault('create', path)) : null;
    if (fault !== null) throw fault;
    const handle = await open(path, flags, mode);
    if (fs.statSync(path).isDirectory()) return folderHandle(handle, path);
    if (isNew) {
      numbers.set(path, count);
      steps.push({ kind: 'create', path, file: count++ });
    }
    const file = numbers.get(path) as number;
    const truncates = typeof flags === 'number' ? (flags & fs.constants.O_TRUNC) !== 0 : /^w/.test(String(flags));
    if (truncates && !isNew) steps.push({ kind: 'truncate', file, length: 0 });
    return fileHandle(handle, file, path);
  };
  files.unlink = async (path) => {
    await unlink(path);
    if (!isInside(path)) return;
    numbers.delete(path);
    steps.push({ kind: 'unlink', path });
  };
  fs.mkdirSync = ((path: PathLike, options?: fs.MakeDirectoryOptions) => {
    const made: string[] = [];
    for (let at = String(path); isInside(at) && !existsSync(at); at = dirname(at)) made.unshift(at);
    const answer = mkdirSync(path, options);
    for (const one of made) steps.push({ kind: 'folder', path: one });
    return answer;
  }) as typeof fs.mkdirSync;
  syncBuiltinESMExports();
  watched.end = () => {
    Object.assign(files, { open, unlink });
    Object.assign(fs, { mkdirSync });
    syncBuiltinESMExports();
  };
  return watched;

  function folderHandle(handle: FileHandle, path: string): FileHandle {
    return replaced(handle, {
      sync: async () => {
        const fault = errorOf(watched.fault('sync-folder', path));
        if (fault !== null) throw fault;
        steps.push({ kind: 'sync-folder', path });
      },
    });
  }

  function fileHandle(handle: FileHandle, file: number, path: string): FileHandle {
    const write = async (bytes: Uint8Array, at: number): Promise<number> => {
      const injected = watched.fault('write', path);
      const taken = injected !== null && 'bytes' in injected ? Math.min(injected.bytes, bytes.length) : bytes.length;
      const fault = errorOf(injected);
      // A disk that is full takes what it still can.
      const whole = Buffer.from(bytes.subarray(0, fault === null ? taken : Math.floor(bytes.length / 2)));
      steps.push({ kind: 'write', file, at, bytes: whole });
      await handle.write(whole, 0, whole.length, at);
      if (fault !== null) throw fault;
      return whole.length;
    };
    return replaced(handle, {
      write: async (bytes: Uint8Array, offset: number, length: number, at: number) => {
        const bytesWritten = await write(bytes.subarray(offset, offset + length), at);
        return { bytesWritten, buffer: bytes };
      },
      writeFile: (bytes: Uint8Array) => write(bytes, 0),
      datasync: async () => sync(),
      sync: async () => sync(),
      truncate: async (length = 0) => {
        const fault = errorOf(watched.fault('truncate', path));
        if (fault !== null) throw fault;
        steps.push({ kind: 'truncate', file, length });
        await handle.truncate(length);
      },
    });

    function sync(): void {
      const fault = errorOf(watched.fault('sync', path));
      if (fault !== null) throw fault;
      steps.push({ kind: 'sync', file });
    }
  }
}

function replaced(handle: FileHandle, own: object): FileHandle {
  return new Proxy(handle, {
    get: (target, name) => {
      if (Object.hasOwn(own, name)) return own[name as never];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Numbers from 0 up to a limit that it is asked with. */
export type Draw = (below: number) => number;

const SECTOR = 512;

/** What every process sees after these steps, while the power is on. */
export const seenAfter = (before: DiskState, steps: readonly Step[]) => diskAfter(before, steps, () => 0);

/** What a disk may hold on which these steps were taken, when the power went after the last of them. */
export function diskAfter(before: DiskState, steps: readonly Step[], draw: Draw): DiskState {
  const contents = new Map<number, Content>();
  const places = new Map<string, number | null>();
  let count = 0;
  for (const [path, bytes] of before) {
    places.set(path, bytes === null ? null : count);
    if (bytes !== null) contents.set(count++, new Content(bytes));
  }
  /** Names that no sync of their folder has covered. */
  let names: (() => void)[] = [];
  const parents: string[] = [];
  const rename = (path: string, change: () => void) => {
    names.push(change);
    parents.push(dirname(path));
  };
  for (const step of steps) {
    if (step.kind === 'create') {
      contents.set(step.file, new Content(Buffer.alloc(0)));
      rename(step.path, () => places.set(step.path, step.file));
    } else if (step.kind === 'folder') rename(step.path, () => places.set(step.path, null));
    else if (step.kind === 'unlink') rename(step.path, () => places.delete(step.path));
    else if (step.kind === 'sync-folder') {
      names.forEach((change, i) => {
        if (parents[i] === step.path) change();
      });
      const kept = names.filter((_, i) => parents[i] !== step.path);
      parents.splice(0, parents.length, ...parents.filter((parent) => parent !== step.path));
      names = kept;
    } else if (step.kind === 'sync') contents.get(step.file)?.sync();
    else if (step.kind === 'write' || step.kind === 'truncate') contents.get(step.file)?.pending.push(step);
  }
  const mode = draw(4);
  for (const change of names) if (mode === 0 || (mode > 1 && draw(2) === 0)) change();
  const made = steps.flatMap((step) => (step.kind === 'folder' ? [step.path] : []));
  // A name in a folder whose own name was lost is lost with it.
  const isLost = (path: string) => made.some((folder) => path.startsWith(`${folder}/`) && !places.has(folder));
  return new Map(
    [...places].flatMap(([path, file]): [string, Buffer | null][] =>
      isLost(path) ? [] : [[path, file === null ? null : (contents.get(file) as Content).found(draw)]],
    ),
  );
}

/** Of a file: what is on the disk, and what was done since. */
class Content {
  readonly pending: Extract<Step, { readonly kind: 'write' | 'truncate' }>[] = [];
  #synced: Buffer;

  constructor(bytes: Buffer) {
    this.#synced = bytes;
  }

  sync(): void {
    this.#synced = this.found(() => 0);
    this.pending.length = 0;
  }

  /** With a part of what is pending: drawn to be all, none, the first steps, or any sectors in any order. */
  found(draw: Draw): Buffer {
    const mode = draw(5);
    if (mode === 1) return this.#synced;
    const last = mode === 2 ? draw(this.pending.length + 1) : this.pending.length;
    const isTaken = () => mode < 3 || draw(mode === 3 ? 2 : 8) > 0;
    let bytes = this.#synced;
    this.pending.forEach((step, i) => {
      if (i >= last) return;
      if (step.kind === 'truncate') {
        if (isTaken()) bytes = sized(bytes, step.length);
        return;
      }
      const end = step.at + step.bytes.length;
      // The length may be there before what is in it.
      if (isTaken() && end > bytes.length) bytes = sized(bytes, end);
      for (let at = step.at; at < end; ) {
        const next = Math.min(end, (Math.floor(at / SECTOR) + 1) * SECTOR);
        if (isTaken()) {
          bytes = sized(bytes, Math.max(bytes.length, next));
          step.bytes.copy(bytes, at, at - step.at, next - step.at);
        }
        at = next;
      }
      // And the last sector may be torn.
      if (mode === 4 && draw(3) === 0 && bytes.length > step.at) bytes = sized(bytes, step.at + draw(bytes.length - step.at));
    });
    return bytes;
  }
}

/** A copy. */
function sized(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.alloc(length);
  bytes.copy(copy, 0, 0, Math.min(length, bytes.length));
  return copy;
}

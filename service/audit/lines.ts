// The lines of a log's files, one JSON object each: the head of a file, entries, and a checkpoint behind each batch. Their bytes are fixed, so that any byte
// that is changed shows.

import { isUtf8 } from 'node:buffer';
import { type Hash, leafHash } from './merkle.js';

export type Line =
  /** Where the file begins: what is needed to go on with the tree from there. */
  | { readonly kind: 'head'; readonly origin: string; readonly start: number; readonly frontier: readonly Hash[] }
  /** `text`: the entry's JSON, whose bytes the leaf is of. */
  | { readonly kind: 'entry'; readonly index: number; readonly leaf: Hash; readonly text: string }
  | { readonly kind: 'checkpoint'; readonly note: string };

export function headLine(origin: string, start: number, frontier: readonly Hash[]): string {
  return `{"log":${JSON.stringify(origin)},"start":${start},"frontier":${JSON.stringify(frontier.map((hash) => hash.toString('base64')))}}\n`;
}

/** `text`: JSON without line ends. */
export function entryLine(index: number, leaf: Hash, text: string): string {
  return `{"index":${index},"leaf":"${leaf.toString('base64')}","entry":${text}}\n`;
}

export function checkpointLine(note: string): string {
  return `{"checkpoint":${JSON.stringify(note)}}\n`;
}

/** Those of a file that are finished, without their ends; `end` is where each one's next begins. */
export function* linesOf(bytes: Buffer): Generator<{ readonly text: string; readonly end: number }> {
  for (let at = 0; ; ) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return;
    yield { text: textOf(bytes, at, end), end: end + 1 };
    at = end + 1;
  }
}

/**
 * The bytes from `start` until before `end`. WHY not as UTF-8 whatever they are: what is none of it becomes U+FFFD, and several byte sequences would be one
 * text, with one leaf. Those are read byte by byte, which is nothing that was written.
 */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end)) ? bytes.toString('latin1', start, end) : text;
}

const ENTRY = /^\{"index":(0|[1-9][0-9]{0,15}),"leaf":"([A-Za-z0-9+/]{43}=)","entry":(\{.*\})\}$/s;

/** Without its end. A word for what is wrong with it, where it is none of these or not as these are written. */
export function readLine(line: string): Line | { readonly fault: string } {
  const entry = ENTRY.exec(line);
  if (entry !== null) {
    const [, index = '', leaf = '', text = ''] = entry;
    const hash = Buffer.from(leaf, 'base64');
    // Its last character has two bits that say nothing: any of four would be read the same.
    if (hash.toString('base64') !== leaf) return { fault: 'its leaf is no hash' };
    if (parsed(text) === undefined) return { fault: 'its entry is no JSON' };
    if (!leafHash(Buffer.from(text)).equals(hash)) return { fault: 'its entry is not what its leaf is the hash of' };
    return { kind: 'entry', index: Number(index), leaf: hash, text };
  }
  const value = parsed(line);
  if (typeof value !== 'object' || value === null) return { fault: 'it is no line of a log' };
  const { checkpoint, log, start, frontier } = value as { readonly [name: string]: unknown };
  if (typeof checkpoint === 'string' && checkpointLine(checkpoint) === `${line}\n`) return { kind: 'checkpoint', note: checkpoint };
  if (typeof log === 'string' && Number.isSafeInteger(start) && Array.isArray(frontier)) {
    const hashes = frontier.map((hash) => Buffer.from(String(hash), 'base64'));
    const head = { kind: 'head', origin: log, start: start as number, frontier: hashes } as const;
    if (hashes.every(({ length }) => length === 32) && headLine(log, head.start, hashes) === `${line}\n`) return head;
  }
  return { fault: 'it is no line of a log' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

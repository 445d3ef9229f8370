// HTTP as bytes, for tests of what a proper client cannot send: pieces with pauses between them, and all answers that come back.

import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

export interface RawAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is sent: bytes, or milliseconds to wait. */
export type Piece = string | Uint8Array | number;

export interface RawOptions {
  readonly tls?: ConnectionOptions;
  /** Milliseconds after the last piece: then it is over, whatever came. */
  readonly patience?: number;
  /** As many answers are enough. */
  readonly answers?: number;
}

/** All answers until the other side closes, or there are enough. */
export async function sendRaw(port: number, pieces: readonly Piece[], { tls, patience = 3_000, answers = 1 }: RawOptions = {}): Promise<readonly RawAnswer[]> {
  const socket = tls === undefined ? connect(port, '127.0.0.1') : connectTls(port, '127.0.0.1', tls);
  const received: Buffer[] = [];
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    socket.on('data', (bytes) => {
      received.push(bytes);
      if (readAnswers(Buffer.concat(received)).length >= answers) end();
    });
    socket.on('close', end);
    // What was sent to one that closes meanwhile is lost; what came before counts.
    socket.on('error', end);
  });
  await new Promise<void>((resolve) => {
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => resolve());
    socket.once('close', () => resolve());
  });
  for (const piece of pieces) {
    if (isOver || socket.destroyed) break;
    if (typeof piece === 'number') await Promise.race([pause(piece), ended]);
    else await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
  }
  const late = setTimeout(() => socket.destroy(), patience);
  await ended;
  clearTimeout(late);
  socket.destroy();
  return readAnswers(Buffer.concat(received));
}

/** Whole ones only; what comes without a length, up to the end. */
export function readAnswers(bytes: Buffer): readonly RawAnswer[] {
  const found: RawAnswer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const [first = '', ...lines] = bytes.subarray(at, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
    const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const body = end + 4;
    const length = status === 100 || status === 204 || status === 304 ? 0 : Number(headers['content-length'] ?? bytes.length - body);
    if (bytes.length < body + length) break;
    if (status !== 100) found.push({ status, headers, text: bytes.subarray(body, body + length).toString('utf8') });
    at = body + length;
  }
  return found;
}

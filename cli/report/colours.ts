// Whether a stream gets colours: only a terminal does, and never with NO_COLOR. WHY not picocolors' own guess: it colours pipes in CI.

import type { WriteStream } from 'node:tty';
import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

export function coloursOf(stream: Pick<WriteStream, 'isTTY'>): Colours {
  const { NO_COLOR, TERM } = process.env;
  return pc.createColors(stream.isTTY === true && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb');
}

export const PLAIN: Colours = pc.createColors(false);

// Paths at the edges of a pattern: filled at its least, with more behind it, with less, with what other patterns have in a wildcard's place.

import type { Random } from 'fast-check';
import { below, once, percent, pick } from './chance.js';
import type { Focus, Focuses } from './focus.js';

export interface PathChoices {
  readonly random: Random;
  readonly focuses: Focuses;
  /** The text of a directive; null where it cannot be told. */
  directive(directive: string): string | null;
}

/** One that the pattern matches. */
export function pathInside({ pieces, pattern }: Pick<Focus, 'pieces' | 'pattern'>, { random, focuses, directive }: PathChoices): string {
  const others = pieces.length === 1 ? focuses.inside(pattern) : [];
  if (others.length > 1 && once(random, 3)) return pick(random, others);
  let text = pieces[0] as string;
  for (let i = 1; i < pieces.length; i += 2) text += (directive(pieces[i] as string) ?? 'x') + (pieces[i + 1] as string);
  if (text.startsWith('/')) text = text.slice(1);
  const open = pattern.kind !== 'exact' && text.endsWith('*');
  const segments = (open ? text.slice(0, -1) : text).split('/');
  const filled = pattern.kind === 'segment' ? segments.map((segment, depth) => (segment === '+' ? filler(depth, random, focuses) : segment)) : segments;
  const path = filled.join('/');
  return open ? path + tail(filled.length - 1, path, random, focuses) : path;
}

function filler(depth: number, random: Random, focuses: Focuses): string {
  const fillers = focuses.fillersAt(depth);
  return fillers.length === 0 || once(random, 2) ? 'x' : pick(random, fillers);
}

/** Behind what a prefix says. */
function tail(depth: number, path: string, random: Random, focuses: Focuses): string {
  const least = path === '' || path.endsWith('/') ? filler(depth, random, focuses) : '';
  return percent(random, 65) ? least : pick(random, [`${least}x`, `${least}/x`, `${least}x/x`]);
}

/** A slip of a path: just beside what it was. Not empty. */
export function slipOfPath(path: string, random: Random, focuses: Focuses): string {
  return slip(path, random, focuses) || 'x';
}

function slip(path: string, random: Random, focuses: Focuses): string {
  const segments = path.split('/');
  switch (below(random, 9)) {
    case 0:
      return `${path}/x`;
    case 1:
      return segments.slice(0, -1).join('/');
    case 2:
      return path.slice(0, -1);
    case 3:
      return path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
    case 4:
      return `${path}x`;
    case 5:
      return segments.length < 2 ? `x${path}` : [...segments.slice(0, -2), ...segments.slice(-1)].join('/');
    case 6: {
      const at = below(random, segments.length);
      const fillers = focuses.fillersAt(at);
      return segments.map((segment, i) => (i === at ? (fillers.length === 0 ? 'x' : pick(random, fillers)) : segment)).join('/');
    }
    case 7:
      return path.toUpperCase() === path ? path.toLowerCase() : path.toUpperCase();
    default:
      return `/${path}`;
  }
}

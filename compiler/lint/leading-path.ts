// Whether a pattern can match a path that begins with given segments, told from its own first segments; and what its author spells out there.

import { classifyPattern } from '@polc/runtime';
import type { Pattern } from '../model/stanza.js';

type Shape = Pick<Pattern, 'kind' | 'text'>;

/** Some path that begins with the segments, or is as long as they are, matches. A template may stand for anything. */
export function mayBegin({ kind, text }: Shape, segments: readonly string[]): boolean {
  const open = kind === 'prefix' || (kind === 'segment' && text.endsWith('*'));
  const own = (kind === 'segment' && open ? text.slice(0, -1) : text).split('/');
  for (const [i, segment] of segments.entries()) {
    const written = own[i];
    if (written === undefined) return false;
    const last = i === own.length - 1;
    if (last && open) return segment.startsWith(written) || written.startsWith('{{');
    if (written !== segment && !(kind === 'segment' && written === '+') && !written.includes('{{')) return false;
  }
  return true;
}

/** The same of a pattern of a guardrail or a target, as written. */
export function mayWrittenBegin(written: string, segments: readonly string[]): boolean {
  const pattern = classifyPattern(written);
  return pattern !== null && mayBegin(pattern, segments);
}

/** The segments as written, a final `*` with them. */
export function writtenSegments({ kind, text }: Shape): readonly string[] {
  return (kind === 'prefix' ? `${text}*` : text).split('/');
}

/** Of wildcards only. */
export function isWildcard(segment: string | undefined): boolean {
  return segment === '+' || segment === '*';
}

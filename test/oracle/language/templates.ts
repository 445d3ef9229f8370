// Patterns with templates, filled for one request and one layer (spec.md §4.4, §5.4).

import { trimSpace } from '../go-strings.js';
import { matchesPath, patternKey, readPattern, splitTemplate } from '../patterns.js';
import type { OraclePattern } from '../rule.js';
import { fillDirective } from '../templates.js';
import { readAttribute } from './attributes.js';
import type { Stanza } from './model.js';
import type { Situation } from './principals.js';
import { instantOf } from './timestamps.js';

/** A stanza as it takes part in the selection; one that is unresolved has the pattern it ranks by. */
export interface PlacedStanza {
  readonly stanza: Stanza;
  readonly pattern: OraclePattern;
  /** The first of its templates that is not resolved. */
  readonly unresolved: string | null;
}

/** A pattern that Vault refuses came out of filling one in: the policy list cannot be judged. */
export class UnbuildableList extends Error {}

/** Stands for what is not resolved; no document holds it. */
const HOLE = '\0';

/** `self` is the owner of the layer, null where there is none; `spellings` are those of the request's path that selection looks at. */
export function place(stanza: Stanza, self: string | null, situation: Situation, spellings: readonly string[]): readonly PlacedStanza[] {
  if (!stanza.templated) return [{ stanza, pattern: stanza.pattern, unresolved: null }];
  const filledIn = fillIn(stanza.written, self, situation);
  if (filledIn === null) return [];
  const { text, unresolved } = filledIn;
  const filled = readPattern(text);
  if (filled === null) throw new UnbuildableList();
  if (unresolved === null) return [{ stanza, pattern: filled, unresolved }];
  const patterns = spellings.flatMap((path) => pretend(filled, path) ?? []);
  return patterns
    .filter((pattern, i) => patterns.findIndex((other) => patternKey(other) === patternKey(pattern)) === i)
    .map((pattern) => ({ stanza, pattern, unresolved }));
}

/** null: §4.4 drops the stanza. */
function fillIn(written: string, self: string | null, situation: Situation): { readonly text: string; readonly unresolved: string | null } | null {
  const template = splitTemplate(written);
  if (template === null) throw new UnbuildableList();
  let text = template.head;
  let unresolved: string | null = null;
  for (const [directive, behind] of template.pieces) {
    const value = isOfPolc(trimSpace(directive)) ? ownValue(trimSpace(directive), self, situation) : vaultValue(directive, situation);
    if (value === null) return null;
    if (value === HOLE) unresolved ??= trimSpace(directive);
    text += value + behind;
  }
  return { text, unresolved };
}

function isOfPolc(directive: string): boolean {
  return /^(?:agent\.id|agent\.metadata\..+|user\..+|self\.id|session\.id)$/s.test(directive);
}

/** "One that is missing, empty, holds `/ * +` or a control character, or is unknown (§7.2) leaves the template *unresolved*." */
function ownValue(directive: string, self: string | null, situation: Situation): string {
  const value = directive === 'self.id' ? self : readAttribute(pathOf(directive), situation).value;
  if (typeof value === 'number' && Number.isInteger(value)) return String(value === 0 ? 0 : value);
  if (typeof value !== 'string' || value === '' || /[/*+\p{Cc}]/u.test(value)) return HOLE;
  return value;
}

/** Behind `metadata.`, or behind the root, the whole rest is the name. */
function pathOf(directive: string): readonly string[] {
  const metadata = 'agent.metadata.';
  if (directive.startsWith(metadata)) return ['agent', 'metadata', directive.slice(metadata.length)];
  const dot = directive.indexOf('.');
  return [directive.slice(0, dot), directive.slice(dot + 1)];
}

/** "follows §4.4 for requests of bare `policies`; in every other form it is unresolved … where §4.4 would drop the stanza or where its value holds a `/`". */
function vaultValue(directive: string, { request, form, now }: Situation): string | null {
  const value = fillDirective(directive, { identity: request.identity ?? null, now: templateTime(request.context?.time, now) });
  const dropped = value === null || /[*+]/.test(value);
  if (form === 'policies') return dropped ? null : value;
  return dropped || value.includes('/') ? HOLE : value;
}

function templateTime(time: unknown, now: number): number | null {
  const given = time === undefined ? now : instantOf(time);
  return given === null ? null : Math.trunc(given);
}

/**
 * "An unresolved stanza matches as if a `+` stood for each such segment, and ranks as if it held the segments of the request's path": that
 * pattern, or null where it does not match. Of a segment that is open at its end, the end stays open.
 */
function pretend(filled: OraclePattern, path: string): OraclePattern | null {
  const open = filled.kind === 'prefix' || (filled.kind === 'segment' && filled.text.endsWith('*'));
  const segments = (filled.kind === 'segment' && open ? filled.text.slice(0, -1) : filled.text).split('/');
  const given = path.split('/');
  if (open ? given.length < segments.length : given.length !== segments.length) return null;
  const held = segments.map((segment, i) => (segment.includes(HOLE) ? (given[i] as string) : segment)).join('/');
  const pattern = { kind: filled.kind, text: filled.kind === 'segment' && open ? `${held}*` : held };
  return matchesPath(pattern, path) ? pattern : null;
}

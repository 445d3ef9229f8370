// Templates in path patterns: Vault's identity templates (vault-acl.md §7), and polc's own (grammar/spec.md §5.4).

import type { Alias, Entity, Group, Identity } from '../request.js';
import { parseDuration } from './duration.js';
import { type Classified, classifyPattern } from './pattern.js';

/** Pieces of a pattern: text and directive by turns, text first and last. null when `{{` and `}}` do not pair up. */
export function splitTemplate(written: string): string[] | null {
  const [head, ...rest] = written.split('{{') as [string, ...string[]];
  if (head.includes('}}')) return null;
  const pieces = [head];
  for (const part of rest) {
    const inner = part.split('}}');
    if (inner.length !== 2) return null;
    pieces.push((inner[0] as string).trim(), inner[1] as string);
  }
  return pieces;
}

/** What directives are filled in from. */
export interface TemplateFacts {
  /** Bare policies: what Vault cannot fill in, it drops. */
  readonly bare: boolean;
  readonly identity: Identity | null;
  /** Milliseconds since the epoch; null when it is not known. */
  readonly now: number | null;
  /** One of polc's own directives, as a segment; null when it is unresolved. */
  segment(directive: string): string | null;
}

export interface Rendered {
  /** null for the forbidden `+*`. */
  readonly pattern: Classified | null;
  /** The directive that could not be filled in; the pattern then ranks as if it held the segments of the path (spec §5.4). */
  readonly unresolved: string | null;
}

/** Stands for what could not be filled in; no pattern holds it (a null character is an error of the whole file). */
const GAP = '\0';

/** The pattern with its directives filled in; null where the stanza takes no part in a request for this path. A value that holds a wildcard counts as none. */
export function renderTemplate(pieces: readonly string[], facts: TemplateFacts, path: string): Rendered | null {
  let text = pieces[0] as string;
  let unresolved: string | null = null;
  for (let i = 1; i < pieces.length; i += 2) {
    const directive = pieces[i] as string;
    const value = isVaults(directive) ? vaultValue(directive, facts) : facts.segment(directive);
    if (value === null && facts.bare && isVaults(directive)) return null;
    if (value === null) unresolved ??= directive;
    text += (value ?? GAP) + (pieces[i + 1] as string);
  }
  const pattern = classifyPattern(text);
  if (pattern === null || unresolved === null) return { pattern, unresolved };
  const fitted = fitToPath(pattern, path);
  return fitted === null ? null : { pattern: fitted, unresolved };
}

/** All but polc's own are Vault's, known to it or not. */
const isVaults = (directive: string) => !/^(?:(?:agent|self|session)\.id|agent\.metadata\.|user\.)/.test(directive);

function vaultValue(directive: string, { bare, identity, now }: TemplateFacts): string | null {
  const value = resolveDirective(directive, identity, now);
  return value === null || /[*+]/.test(value) || (!bare && value.includes('/')) ? null : value;
}

/**
 * Segments with a gap become those of the path. The path must have them: a gap matches one segment, as `+` does; before a final `*`, any rest.
 * WHY the kind stays: a `+` or `*` in the path is a character, and must not let the pattern rank below others.
 */
function fitToPath({ kind, text }: Classified, path: string): Classified | null {
  const open = kind === 'segment' && text.endsWith('*');
  const segments = (open ? text.slice(0, -1) : text).split('/');
  const parts = path.split('/', segments.length);
  if (parts.length < segments.length) return null;
  const fitted = segments.map((segment, i) => (segment.includes(GAP) ? (parts[i] as string) : segment)).join('/');
  return { kind, text: open ? `${fitted}*` : fitted };
}

function resolveDirective(directive: string, identity: Identity | null, now: number | null): string | null {
  const [scope, kind, ...path] = directive.split('.');
  if (scope === 'time') return kind === 'now' ? resolveTime(path, now) : null;
  if (scope !== 'identity') return null;
  if (kind === 'groups') return resolveGroup(identity?.groups, path);
  const entity = identity?.entity;
  if (kind !== 'entity' || entity === null || entity === undefined) return null;
  return path[0] === 'aliases' ? resolveAlias(entity.aliases, path) : member(entity, path);
}

function resolveAlias(aliases: readonly Alias[] | null | undefined, path: readonly string[]): string | null {
  const alias = aliases?.find((candidate) => candidate.mount_accessor === path[1]);
  return alias === undefined ? null : member(alias, path.slice(2), alias.custom_metadata);
}

/** By id in any namespace; by name only in the policy's own. */
function resolveGroup(groups: readonly Group[] | null | undefined, path: readonly string[]): string | null {
  const [by, wanted] = path;
  const group = groups?.find(({ id, name, namespace_id }) =>
    by === 'ids' ? id === wanted : by === 'names' && name === wanted && (namespace_id ?? 'root') === 'root',
  );
  return group === undefined ? null : member(group, path.slice(2));
}

type Metadata = { readonly [key: string]: string } | null | undefined;

/** `id` and `name` may not be empty, a metadata value may. A metadata key may hold dots. */
function member(owner: Entity | Alias | Group, path: readonly string[], custom?: Metadata): string | null {
  const [name, ...rest] = path;
  if (name === 'id' || name === 'name') {
    const value = owner[name];
    return rest.length === 0 && typeof value === 'string' && value !== '' ? value : null;
  }
  const map: Metadata = name === 'metadata' ? owner.metadata : name === 'custom_metadata' ? custom : null;
  const key = rest.join('.');
  if (map === null || map === undefined || rest.length === 0 || !Object.hasOwn(map, key)) return null;
  const value = map[key];
  return typeof value === 'string' ? value : null;
}

/** Whole seconds since the epoch, as Vault prints it. */
function resolveTime([operator, ...rest]: readonly string[], now: number | null): string | null {
  const shift = operator === undefined ? 0 : operator === 'plus' || operator === 'minus' ? parseDuration(rest.join('.')) : null;
  if (now === null || shift === null) return null;
  const sign = operator === 'minus' ? -1 : 1;
  // Seconds and what is below a second apart: nanoseconds since the epoch do not fit into a double.
  const second = Math.floor(now / 1000);
  const below = (Math.trunc(now) - second * 1000) * 1e6 + sign * (shift % 1e9);
  return String(second + sign * Math.trunc(shift / 1e9) + Math.floor(below / 1e9));
}

// Vault's identity templates in path patterns (vault-acl.md §7).

import type { Alias, Entity, Group, Identity } from '../request.js';
import { parseDuration } from './duration.js';

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

/**
 * The pattern with its directives filled in; null when one of them cannot be: Vault then drops the stanza. A value that holds a wildcard counts
 * as one that cannot. `now` is in milliseconds since the epoch, null when it is not known.
 */
export function renderTemplate(pieces: readonly string[], identity: Identity | null, now: number | null): string | null {
  let out = pieces[0] as string;
  for (let i = 1; i < pieces.length; i += 2) {
    const value = resolveDirective(pieces[i] as string, identity, now);
    if (value === null || value.includes('*') || value.includes('+')) return null;
    out += value + (pieces[i + 1] as string);
  }
  return out;
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

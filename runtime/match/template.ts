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

export function isTemplated(written: string): boolean {
  return written.includes('{{') || written.includes('}}');
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

/** What a directive may be; whether it can be filled in is another matter. */
export function isKnownDirective(directive: string): boolean {
  return (
    /^identity\.entity\.(?:id|name|metadata\.[\s\S]+)$/.test(directive) ||
    /^identity\.entity\.aliases\.[^.]+\.(?:id|name|metadata\.[\s\S]+|custom_metadata\.[\s\S]+)$/.test(directive) ||
    /^identity\.groups\.(?:ids|names)\.[^.]+\.(?:id|name|metadata\.[\s\S]+)$/.test(directive) ||
    /^time\.now(?:\.(?:plus|minus)\.[\s\S]+)?$/.test(directive)
  );
}

function resolveDirective(directive: string, identity: Identity | null, now: number | null): string | null {
  if (!isKnownDirective(directive)) return null;
  const parts = directive.split('.');
  if (parts[0] === 'time') return resolveTime(parts, now);
  if (parts[1] === 'groups') return resolveGroup(identity?.groups, parts);
  const entity = identity?.entity;
  if (entity === null || entity === undefined) return null;
  return parts[2] === 'aliases' ? resolveAlias(entity.aliases, parts) : member(entity, parts.slice(2));
}

function resolveAlias(aliases: readonly Alias[] | null | undefined, parts: readonly string[]): string | null {
  const alias = aliases?.find((candidate) => candidate.mount_accessor === parts[3]);
  return alias === undefined ? null : member(alias, parts.slice(4));
}

/** By id in any namespace; by name only in the policy's own. */
function resolveGroup(groups: readonly Group[] | null | undefined, parts: readonly string[]): string | null {
  const wanted = parts[3] as string;
  const group =
    parts[2] === 'ids'
      ? groups?.find((candidate) => candidate.id === wanted)
      : groups?.find((candidate) => candidate.name === wanted && (candidate.namespace_id ?? 'root') === 'root');
  return group === undefined ? null : member(group, parts.slice(4));
}

/** `id` and `name` may not be empty, a metadata value may. */
function member(owner: Entity | Alias | Group, path: readonly string[]): string | null {
  const [name, ...rest] = path as readonly [string, ...string[]];
  if (name === 'id' || name === 'name') {
    const value = owner[name];
    return typeof value === 'string' && value !== '' ? value : null;
  }
  const map = name === 'metadata' ? owner.metadata : (owner as Alias).custom_metadata;
  const key = rest.join('.');
  if (map === null || map === undefined || !Object.hasOwn(map, key)) return null;
  const value = map[key];
  return typeof value === 'string' ? value : null;
}

/** Whole seconds since the epoch, as Vault prints it. */
function resolveTime(parts: readonly string[], now: number | null): string | null {
  if (now === null) return null;
  const shift = parts.length > 2 ? parseDuration(parts.slice(3).join('.')) : 0;
  if (shift === null) return null;
  const sign = parts[2] === 'minus' ? -1 : 1;
  // Seconds and what is below a second apart: nanoseconds since the epoch do not fit into a double.
  const second = Math.floor(now / 1000);
  const below = (Math.trunc(now) - second * 1000) * 1e6 + sign * (shift % 1e9);
  return String(second + sign * Math.trunc(shift / 1e9) + Math.floor(below / 1e9));
}

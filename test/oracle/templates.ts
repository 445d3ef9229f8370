// Identity templates in pattern text (vault-acl.md §7). A directive that cannot be filled drops its stanza; that is the caller's to do.

import type { Identity } from '@polc/runtime';
import { durationOfText } from './durations.js';
import { trimSpace } from './go-strings.js';
import { splitTemplate } from './patterns.js';

/** What a directive can speak of. `now` is in milliseconds since the epoch, null when it is not known. */
export interface TemplateFacts {
  readonly identity: Identity | null;
  readonly now: number | null;
}

/** The namespace of every policy here: groups of another are found by id only. */
const POLICY_NAMESPACE = 'root';

/** The pattern text with all its directives filled; null when one of them cannot be. */
export function renderTemplate(written: string, facts: TemplateFacts): string | null {
  const template = splitTemplate(written);
  if (template === null) return null;
  let rendered = template.head;
  for (const [directive, text] of template.pieces) {
    const value = fillDirective(directive, facts);
    // "Rendered value containing `*` or `+`: fails likewise"; a slash may stand in it.
    if (value === null || /[*+]/.test(value)) return null;
    rendered += value + text;
  }
  return rendered;
}

/** The text for one directive; null when it cannot be filled. What may stand in that text is the caller's to say. */
export function fillDirective(written: string, { identity, now }: TemplateFacts): string | null {
  const directive = trimSpace(written);
  const inEntity = after(directive, 'identity.entity.');
  if (inEntity !== null) return fillFromEntity(inEntity, identity);
  const inGroups = after(directive, 'identity.groups.');
  if (inGroups !== null) return fillFromGroups(inGroups, identity);
  const inTime = after(directive, 'time.');
  return inTime !== null && now !== null ? fillTime(inTime, now) : null;
}

/** `{id,name,metadata.K}` and `aliases.<mount accessor>.{id,name,metadata.K,custom_metadata.K}`. */
function fillFromEntity(selector: string, identity: Identity | null): string | null {
  const entity = identity?.entity ?? null;
  if (entity === null) return null;
  const inAliases = after(selector, 'aliases.');
  if (inAliases === null) return fillFromRecord(selector, entity);
  const [accessor, rest] = cut(inAliases);
  const alias = entity.aliases?.find((each) => each.mount_accessor === accessor);
  if (alias === undefined || rest === null) return null;
  const custom = after(rest, 'custom_metadata.');
  return custom === null ? fillFromRecord(rest, alias) : lookUp(alias.custom_metadata, custom);
}

/** `ids.<ID>.{id,name,metadata.K}` and `names.<NAME>.{id,name,metadata.K}`; "group names/ids may not contain dots". */
function fillFromGroups(selector: string, identity: Identity | null): string | null {
  const [by, rest] = cut(selector);
  const [wanted, member] = cut(rest ?? '');
  if (member === null) return null;
  const group = (identity?.groups ?? []).find((each) => {
    if (by === 'ids') return each.id === wanted;
    return by === 'names' && each.name === wanted && (each.namespace_id ?? POLICY_NAMESPACE) === POLICY_NAMESPACE;
  });
  return group === undefined ? null : fillFromRecord(member, group);
}

interface IdentityRecord {
  readonly id?: string;
  readonly name?: string;
  readonly metadata?: { readonly [key: string]: string } | null;
}

/** "empty id or name" fails, "an empty metadata value is fine"; "K may contain dots". */
function fillFromRecord(member: string, record: IdentityRecord): string | null {
  if (member === 'id') return record.id || null;
  if (member === 'name') return record.name || null;
  const key = after(member, 'metadata.');
  return key === null ? null : lookUp(record.metadata, key);
}

/** `now[.plus|.minus.<duration>]`, in whole seconds since the epoch. */
function fillTime(selector: string, now: number): string | null {
  const [word, rest] = cut(selector);
  if (word !== 'now') return null;
  if (rest === null) return wholeSeconds(BigInt(now) * 1_000_000n);
  const [operator, text] = cut(rest);
  const duration = text === null ? null : durationOfText(text);
  if (duration === null || (operator !== 'plus' && operator !== 'minus')) return null;
  return wholeSeconds(BigInt(now) * 1_000_000n + (operator === 'plus' ? duration : -duration));
}

function wholeSeconds(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const cut = nanoseconds / second;
  return String(nanoseconds % second < 0n ? cut - 1n : cut);
}

function lookUp(map: { readonly [key: string]: string } | null | undefined, key: string): string | null {
  return map !== null && map !== undefined && Object.hasOwn(map, key) ? (map[key] as string) : null;
}

function after(text: string, prefix: string): string | null {
  return text.startsWith(prefix) ? text.slice(prefix.length) : null;
}

/** The text before the first dot, and the text behind it. */
function cut(text: string): readonly [string, string | null] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, null] : [text.slice(0, dot), text.slice(dot + 1)];
}

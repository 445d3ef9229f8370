// KV version 2 as a policy set shows it: its mounts, told by the stanzas that spell `<mount>/data/…` or `<mount>/metadata/…`, and the words that
// stand behind a mount.

import type { Pattern, Policy, Stanza } from '../model/stanza.js';

/** What stands behind the mount in the API paths of KV v2, OpenBao's included. */
export const KV2_WORDS: readonly string[] = ['data', 'metadata', 'delete', 'undelete', 'destroy', 'subkeys', 'config', 'detailed-metadata'];

/** First segments that are never KV: Vault's own mounts, and what polc puts tools, agents and itself under. */
const OTHER_MOUNTS: ReadonlySet<string> = new Set(['sys', 'auth', 'identity', 'cubbyhole', 'agent-registry', 'mcp', 'agents', 'http', 'polc']);

/** The pattern's segments, without a leading slash; the last one with its `*`. Split once: they are asked for again and again. */
export function segmentsAsWritten({ pattern }: Stanza): readonly string[] {
  let segments = known.get(pattern);
  if (segments === undefined) {
    segments = pattern.written.replace(/^\//, '').split('/');
    known.set(pattern, segments);
  }
  return segments;
}

const known = new WeakMap<Pattern, readonly string[]>();

/** A mount that can be KV: any name, `+` and templates included, but those that Vault uses otherwise. */
export function mayBeKv(mount: string): boolean {
  return mount !== '' && !mount.endsWith('*') && !OTHER_MOUNTS.has(mount);
}

/** Mounts by name, each with the first stanza that shows it to be KV v2. */
export function kv2Mounts(policies: readonly Policy[]): ReadonlyMap<string, Stanza> {
  const mounts = new Map<string, Stanza>();
  for (const { stanzas } of policies) for (const [mount, stanza] of mountsOf(stanzas)) if (!mounts.has(mount)) mounts.set(mount, stanza);
  return mounts;
}

function mountsOf(stanzas: readonly Stanza[]): ReadonlyMap<string, Stanza> {
  const found = mountsFound.get(stanzas);
  if (found !== undefined) return found;
  const mounts = new Map<string, Stanza>();
  for (const stanza of stanzas) {
    const [mount = '', word] = segmentsAsWritten(stanza);
    if ((word === 'data' || word === 'metadata') && mayBeKv(mount) && !/[+*{}]/.test(mount) && !mounts.has(mount)) mounts.set(mount, stanza);
  }
  mountsFound.set(stanzas, mounts);
  return mounts;
}

/** By a policy's list, which is one object as long as its file stays. */
const mountsFound = new WeakMap<readonly Stanza[], ReadonlyMap<string, Stanza>>();

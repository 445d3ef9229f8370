// A loaded bundle as plain data: revision, signature, sizes, its policies and scopes, and everything else that it holds.

import { type BundleContents, layout } from '@polc/runtime';
import { countPatterns } from './patterns-of.js';
import { inVaultsOrder, type PlainStanza, plainStanza } from './plain-stanza.js';

export interface Inspection {
  readonly revision: string;
  readonly compiler: string;
  readonly format_version: number;
  readonly bytes: number;
  /** null for an unsigned bundle. `verified` is null when nobody asked. */
  readonly signature: { readonly key_id: string; readonly verified: true | null } | null;
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
  readonly counts: Readonly<Record<'policies' | 'scopes' | 'stanzas' | 'patterns' | 'globs' | 'regular_expressions' | BlockName, number>>;
  readonly zones: { readonly tzdata: string; readonly names: readonly string[] };
  readonly policies: readonly InspectedPolicy[];
  readonly scopes: readonly InspectedPolicy[];
  /** As the runtime reads them. */
  readonly blocks: Readonly<Record<BlockName, readonly object[]>>;
  readonly schema: Pick<BundleContents['blocks'], 'operations' | 'subjects' | 'sources' | 'trusted_groups'>;
}

export interface InspectedPolicy {
  readonly name: string;
  readonly file: string;
  readonly templated: boolean;
  readonly paths: readonly PlainStanza[];
}

/** In the order in which people read them. */
export const BLOCKS = ['agent_types', 'agents', 'users', 'groups', 'delegations', 'guardrails', 'targets'] as const;
export type BlockName = (typeof BLOCKS)[number];

export function inspectBundle(bundle: Uint8Array, contents: BundleContents, verified: boolean): Inspection {
  const { revision, compiler, keyId, agents, users, globs, regularExpressions, zones, blocks } = contents;
  const lists = contents.policies.map(({ name, file, scope, stanzas }) => ({
    scope,
    shown: { name, file, templated: stanzas.some(({ template }) => template !== null), paths: stanzas.map(({ stanza }) => plainStanza(stanza)) },
  }));
  const policies = lists.filter(({ scope }) => !scope).map(({ shown }) => shown);
  const scopes = lists.filter(({ scope }) => scope).map(({ shown }) => shown);
  const { tzdata, operations, subjects, sources, trusted_groups } = blocks;
  const records = { ...blocks, agents, users, guardrails: blocks.guardrails.map(plainGuardrail), targets: blocks.targets.map(plainTarget) };
  return {
    ...{ revision, compiler, format_version: layout.FORMAT_VERSION, bytes: bundle.length },
    signature: keyId === null ? null : { key_id: keyId, verified: verified ? true : null },
    sections: sectionsOf(bundle),
    counts: {
      ...{
        policies: policies.length,
        scopes: scopes.length,
        stanzas: lists.reduce((sum, { shown }) => sum + shown.paths.length, 0),
        patterns: countPatterns(contents),
      },
      ...(Object.fromEntries(BLOCKS.map((name) => [name, records[name].length])) as Record<BlockName, number>),
      ...{ globs: globs.length, regular_expressions: regularExpressions.length },
    },
    zones: { tzdata, names: zones },
    ...{ policies, scopes },
    blocks: Object.fromEntries(BLOCKS.map((name) => [name, records[name]])) as Record<BlockName, readonly object[]>,
    schema: { operations, subjects, sources, trusted_groups },
  };
}

/** INVARIANT: the bundle has been loaded, so its table is sound. */
function sectionsOf(bundle: Uint8Array): Inspection['sections'] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  return Array.from({ length: view.getUint32(8, true) }, (_, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    const name = String.fromCharCode(...bundle.subarray(entry, entry + 4));
    return { name, bytes: view.getUint32(entry + 8, true) };
  });
}

/** Its conditions as their number. */
function plainGuardrail({ patterns, capabilities, require, forbid, ...rest }: BundleContents['blocks']['guardrails'][number]): object {
  return {
    ...rest,
    ...(patterns === null ? {} : { paths: patterns.map(written) }),
    ...(capabilities === undefined ? {} : { capabilities: inVaultsOrder(capabilities) }),
    ...{ require: require.length, forbid: forbid.length },
  };
}

function plainTarget({ patterns, ...rest }: BundleContents['blocks']['targets'][number]): object {
  return { ...rest, paths: patterns.map(written) };
}

function written({ kind, text }: { readonly kind: string; readonly text: string }): string {
  return kind === 'prefix' ? `${text}*` : text;
}

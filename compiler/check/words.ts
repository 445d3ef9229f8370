// The words Vault knows in a path stanza, those that only others know, and what to say about a word nobody knows.

import { nearest } from '@polc/grammar';
import { quote } from '../expression/wording.js';
import { CAPABILITIES, type Capability } from '../model/stanza.js';

export const VAULT_KEYS = [
  'comment',
  'policy',
  'capabilities',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
  'subscribe_event_types',
] as const;

/** polc's own keys of a stanza (language.md §2). */
export const POLC_KEYS = ['parameters', 'when', 'max_ttl', 'approval', 'reason'] as const;

export const POLC_BLOCKS = [
  'policy',
  'agent_type',
  'agent',
  'user',
  'group',
  'scope',
  'delegation',
  'guardrail',
  'condition',
  'target',
  'tools',
  'schema',
  'test',
  'property',
  'invariant',
] as const;

const OPENBAO_KEYS: Readonly<Record<string, string>> = {
  expiration: 'OpenBao ends the stanza at that time; Vault has nothing like it',
  pagination_limit: 'OpenBao limits lists with it; Vault has nothing like it',
  list_scan_response_keys_filter_path: 'OpenBao filters lists with it; Vault has nothing like it',
};

const CAPABILITY_HELP: Readonly<Record<string, string>> = {
  write: 'write "create" and "update" (and "patch" or "delete", if meant); "write" exists only as the legacy policy = "write"',
  scan: 'it is OpenBao\'s recursive list; in Vault write "list" for each level',
  root: 'no stanza can grant root; write "sudo" for root-protected paths',
  help: 'help is always allowed; remove it',
  revoke: 'revoking needs "update"',
  renew: 'renewing needs "update"',
  '*': 'there is no wildcard for capabilities: list those that are meant',
  all: 'there is no word for all capabilities: list those that are meant',
};

export const LEGACY: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

export function isCapability(word: string): word is Capability {
  return (CAPABILITIES as readonly string[]).includes(word);
}

const own = (table: Readonly<Record<string, string>>, word: string) => (Object.hasOwn(table, word) ? table[word] : undefined);

export interface Said {
  readonly message: string;
  readonly help: string;
}

export function unknownCapability(word: string): Said {
  const openbao = word === 'scan';
  const message = openbao ? '"scan" is a capability of OpenBao, not of Vault' : `${quote(word)} is not a capability`;
  const known = own(CAPABILITY_HELP, word) ?? own(CAPABILITY_HELP, word.trim().toLowerCase());
  if (known !== undefined) return { message, help: known };
  if (word.includes('%') || word.includes('${')) return { message, help: 'a template of another tool? check the rendered policy' };
  const near = nearest(word.trim(), CAPABILITIES);
  const all = `capabilities are ${CAPABILITIES.join(', ')}`;
  return { message, help: near === undefined ? all : `did you mean ${JSON.stringify(near)}? They are written in lower case, without blanks` };
}

export function unknownKey(word: string): Said {
  const openbao = own(OPENBAO_KEYS, word);
  if (openbao !== undefined) return { message: `${JSON.stringify(word)} is a key of OpenBao, not of Vault`, help: openbao };
  const message = `${quote(word)} is not a key of a path stanza`;
  const near = nearest(word.replaceAll('-', '_'), [...VAULT_KEYS, ...POLC_KEYS]);
  if (near !== undefined) return { message, help: `did you mean ${near}?` };
  if (/^(?:description|note)$/i.test(word)) return { message, help: 'notes go into comment = "…"' };
  const condition = CONDITION_WORDS.has(word.toLowerCase());
  return { message, help: condition ? 'what must be true goes into when { … }' : `keys are ${[...VAULT_KEYS, ...POLC_KEYS].join(', ')}` };
}

/** Words that elsewhere make a rule conditional, and members of a condition. */
const CONDITION_WORDS: ReadonlySet<string> = new Set(['condition', 'conditions', 'if', 'unless', 'expr', 'require', 'forbid', 'time', 'location', 'purpose']);

/** `form`: a file of blocks in either syntax, or a Vault file in one of its own. */
export function unknownTopLevel(word: string, form: 'blocks' | 'hcl' | 'json'): Said {
  const message = `${quote(word)} is not a key of a policy file`;
  const isBlock = (POLC_BLOCKS as readonly string[]).includes(word);
  if (isBlock && form === 'json') return { message, help: "blocks of polc stand in files *.polc.json; this one is read as Vault's JSON" };
  if (isBlock && (form === 'blocks' || word !== 'policy'))
    return { message: `${word} is a block, not a value`, help: `write ${word} ${word === 'schema' ? '' : '"…" '}{ … }` };
  if ([...VAULT_KEYS, ...POLC_KEYS].some((key) => key === word)) return { message, help: `it belongs inside a path "…" { … } stanza` };
  const near = nearest(word, ['path', 'name', ...POLC_BLOCKS]);
  const blocks = `a file holds path "…" { … } stanzas and at most a name, or blocks: ${POLC_BLOCKS.join(', ')}`;
  return { message, help: near === undefined ? blocks : `did you mean ${near}?` };
}

// A case of the language: what is written, what is known, what is asked, and what the specification answers. And the few texts that
// most cases are made of. What judges do with a case is judges.ts's.

/** Members that are there must be equal; `missing` in any order. */
export interface Expected {
  readonly allowed: boolean;
  readonly outcome: string;
  /** Every layer in order, as `layer outcome`. */
  readonly layers?: readonly string[];
  readonly obligations?: Readonly<Record<string, unknown>>;
  readonly advice?: readonly string[];
  readonly missing?: readonly string[];
}

export interface LanguageCase {
  /** A heading of grammar/spec.md, without its marks. */
  readonly heading: string;
  /** A sentence that is true. */
  readonly name: string;
  /** File name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** §9.1. */
  readonly facts?: object;
  /** Milliseconds; NOW when absent. */
  readonly clock?: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly expect: Expected;
}

type Rest = Omit<Expected, 'allowed' | 'outcome'>;

export const allowed = (rest: Rest = {}): Expected => ({ allowed: true, outcome: 'allowed', ...rest });
export const denied = (outcome: string, rest: Rest = {}): Expected => ({ allowed: false, outcome, ...rest });

/** A Monday, noon in Berlin. */
export const NOW = Date.UTC(2026, 4, 4, 10);

/** RFC 3339 of the instant so many seconds after NOW. */
export const inSeconds = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

/** `capabilities` are parted by blanks; `more` are further keys. */
export function stanza(path: string, capabilities: string, more = ''): string {
  const words = capabilities.split(' ').map((word) => JSON.stringify(word));
  return `path ${JSON.stringify(path)} {\n  capabilities = [${words.join(', ')}]\n  ${more}\n}\n`;
}

export const block = (kind: string, name: string, ...body: readonly string[]): string => `${kind} ${JSON.stringify(name)} {\n${body.join('\n')}\n}\n`;
export const expr = (text: string): string => `when { expr = ${text} }`;

export const EVERYTHING = stanza('secret/*', 'create read update delete list');

export type Truth = 'true' | 'false' | 'unknown';
export const CONDITION: Readonly<Record<Truth, string>> = { true: 'allowed', false: 'condition_false', unknown: 'condition_unknown' };

export const answerOf = (truth: Truth): Expected => ({ allowed: truth === 'true', outcome: CONDITION[truth] });

/** A value in a name, not all of it when it is long. */
export function show(value: unknown): string {
  const text = typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : (JSON.stringify(value) ?? 'undefined');
  return text.length > 100 ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
}

/** Policies of a bare request: Vault files, each named by its file. */
export function bare(policies: Readonly<Record<string, string>> | string, request: LanguageCase['request'] = {}): Pick<LanguageCase, 'files' | 'request'> {
  const texts = typeof policies === 'string' ? { p: policies } : policies;
  return {
    files: Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.hcl`, text])),
    request: { policies: Object.keys(texts), operation: 'read', path: 'secret/x', ...request },
  };
}

/** Alice alone, with one policy. */
export function byUser(
  stanzas: string,
  request: LanguageCase['request'] = {},
  more: { user?: string; blocks?: string } = {},
): Pick<LanguageCase, 'files' | 'request'> {
  const text = block('policy', 'p', stanzas) + block('user', 'alice', 'policies = ["p"]', more.user ?? '') + (more.blocks ?? '');
  return { files: { 'world.hcl': text }, request: { user: { id: 'alice' }, operation: 'read', path: 'secret/x', ...request } };
}

/** The agent bot for itself, with one policy, which is its ceiling too. */
export function byAgent(
  stanzas: string,
  request: LanguageCase['request'] = {},
  more: { agent?: string; blocks?: string } = {},
): Pick<LanguageCase, 'files' | 'request'> {
  const text = block('policy', 'p', stanzas) + block('agent', 'bot', 'policies = ["p"]', more.agent ?? '') + (more.blocks ?? '');
  return { files: { 'world.hcl': text }, request: { agent: 'bot', operation: 'read', path: 'secret/x', ...request } };
}

export interface OnBehalf {
  /** Stanzas of alice's policy, of bot's ceiling, of the scope: everything when absent. */
  readonly user?: string;
  readonly ceiling?: string;
  readonly scope?: string;
  /** Further keys of the agent, the user and the delegation; further blocks. */
  readonly agent?: string;
  readonly alice?: string;
  readonly delegation?: string;
  readonly blocks?: string;
}

/** Bot on behalf of alice; consent is implied unless the delegation says otherwise. */
export function onBehalf(parts: OnBehalf, request: LanguageCase['request'] = {}): Pick<LanguageCase, 'files' | 'request'> {
  const text = [
    block('policy', 'of-alice', parts.user ?? EVERYTHING),
    block('policy', 'of-bot', parts.ceiling ?? EVERYTHING),
    block('scope', 'work', parts.scope ?? EVERYTHING),
    block('user', 'alice', 'policies = ["of-alice"]', parts.alice ?? ''),
    block('agent', 'bot', 'policies = ["of-bot"]', parts.agent ?? ''),
    block('delegation', 'd', 'from = "user:alice"', 'to = "bot"', 'scopes = ["work"]', parts.delegation ?? 'consent = "implied"'),
    parts.blocks ?? '',
  ].join('');
  return { files: { 'world.hcl': text }, request: { agent: 'bot', delegation: { id: 'd' }, operation: 'read', path: 'secret/x', ...request } };
}

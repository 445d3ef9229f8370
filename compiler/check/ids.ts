// Ids, names and principals as text (grammar/spec.md §1): what they may be made of. Whether they name anything is resolve's.

import type { Span } from '@polc/grammar';
import { quote } from '../expression/wording.js';
import type { Reporter } from '../model/report.js';

/** Characters that separate, match or cannot be seen; `/` and the dot segments would change a path that names the id. */
export function isId(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/[/*+,\s\p{Cc}\p{Cs}]/u.test(text);
}

export const ID_RULE = 'ids and names are not empty, not "." or "..", and hold no "/", "*", "+", ",", blanks or control characters';

export function checkId(text: string, span: Span, what: string, report: Reporter): boolean {
  if (isId(text)) return true;
  report.error('invalid-id', span, `${quote(text)} cannot be ${what}`, ID_RULE);
  return false;
}

export interface Party<K extends string> {
  readonly kind: K;
  readonly id: string;
}

/** `user:alice` and the like; null for what is not of one of the kinds. */
function readParty<K extends string>(text: string, kinds: readonly K[]): Party<K> | null {
  const kind = kinds.find((candidate) => text.startsWith(`${candidate}:`));
  if (kind === undefined) return null;
  const id = text.slice(kind.length + 1);
  return isId(id) ? { kind, id } : null;
}

export function checkParty<K extends string>(text: string, span: Span, kinds: readonly K[], report: Reporter): Party<K> | null {
  const party = readParty(text, kinds);
  if (party === null) {
    const forms = kinds.map((kind) => `${kind}:ID`).join(' or ');
    const bare = isId(text) && !text.includes(':');
    report.error(
      'invalid-principal',
      span,
      `${quote(text)} is not ${forms}`,
      bare ? `write ${kinds.map((kind) => `"${kind}:${text}"`).join(' or ')}` : ID_RULE,
    );
  }
  return party;
}

// The `{{…}}` of path patterns as lint reads them: where they stand and whether one could ever be filled in, by Vault (vault-acl.md §7) or by polc
// (grammar/spec.md §5.4). Filling in is the runtime's.

import { isKnownDirective as isKnownForm, parseDuration } from '@polc/runtime';
import { isKnownPolcDirective } from '../model/polc-directive.js';

export interface Directive {
  /** Between the braces, trimmed. */
  readonly name: string;
  /** Offsets into the pattern as written, braces included. */
  readonly start: number;
  readonly end: number;
}

/** The model has refused patterns whose braces do not pair up, so each `{{` has its `}}`. */
export function directivesOf(written: string): readonly Directive[] {
  const found: Directive[] = [];
  for (let start = written.indexOf('{{'); start >= 0; ) {
    const close = written.indexOf('}}', start + 2);
    if (close < 0) break;
    found.push({ name: written.slice(start + 2, close).trim(), start, end: close + 2 });
    start = written.indexOf('{{', close + 2);
  }
  return found;
}

/** The text with a NUL for each character of a directive: what is looked for in it is found outside the braces only, at its own offset. */
export function maskDirectives(written: string): string {
  let out = '';
  let from = 0;
  for (const { start, end } of directivesOf(written)) {
    out += written.slice(from, start) + '\0'.repeat(end - start);
    from = end;
  }
  return out + written.slice(from);
}

export function trimDirectives(text: string): string {
  let out = '';
  let from = 0;
  for (const { name, start, end } of directivesOf(text)) {
    out += `${text.slice(from, start)}{{${name}}}`;
    from = end;
  }
  return out + text.slice(from);
}

/** Could be filled in, given the right identity or request. */
export function isKnownDirective(name: string): boolean {
  return isKnownPolcDirective(name) || isClockDirective(name) || (!name.startsWith('time.') && isKnownForm(name));
}

/** Needs no identity: Vault can always fill it in. */
export function isClockDirective(name: string): boolean {
  const shift = /^time\.now(?:\.(?:plus|minus)\.(.+))?$/s.exec(name);
  return shift !== null && (shift[1] === undefined || parseDuration(shift[1]) !== null);
}

/** Forms to mend a misspelt directive by; `…` stands for what the author chooses. */
export const DIRECTIVE_FORMS = [
  'identity.entity.id',
  'identity.entity.name',
  'identity.entity.metadata.…',
  'identity.entity.aliases.….id',
  'identity.entity.aliases.….name',
  'identity.entity.aliases.….metadata.…',
  'identity.groups.ids.….id',
  'identity.groups.ids.….name',
  'identity.groups.names.….id',
  'identity.groups.names.….name',
  'time.now',
] as const;

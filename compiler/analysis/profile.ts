// What an engine's policy lists hold, pattern by pattern, in a form that two engines can be compared by; and every expression in them.

import { canonicalJson, type Engine, leafPatterns } from '@polc/runtime';
import { type Case, type Classified, type Expr, type LoadedGuardrail, type LoadedStanza, type PolicyList, renderTemplate } from '@polc/runtime/anatomy';

/** By `kind text`: the content of its stanzas, in their order. Templates by their text. */
export type Profile = ReadonlyMap<string, string>;

export class Profiles {
  readonly #engine: Engine;
  readonly #stanzas = new Map<number, readonly { readonly key: string; readonly content: string; readonly stanza: LoadedStanza }[]>();
  readonly #patterns = new Map<PolicyList['view'], readonly Classified[]>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Two of them are equal where the list decides alike in every request. */
  of({ view }: PolicyList): Profile {
    const profile = new Map<string, string>();
    for (const number of view.policies) {
      for (const { key, content } of this.#of(number)) profile.set(key, `${profile.get(key) ?? ''}${content}\n`);
    }
    return profile;
  }

  /** Conditions of all stanzas of a list. */
  expressions({ view }: PolicyList): readonly Expr[] {
    return view.policies.flatMap((number) => this.#of(number).flatMap(({ stanza }) => stanza.own?.when ?? []));
  }

  /** Seconds. */
  ttls({ view }: PolicyList): readonly number[] {
    return view.policies.flatMap((number) => this.#of(number).flatMap(({ stanza }) => (stanza.own === null ? [] : [stanza.own.maxTtl])));
  }

  /** Patterns that decide in a case, its templates filled in; where one cannot be filled in, any segment may stand there. */
  patterns({ view }: PolicyList, one: Case): readonly Classified[] {
    let fixed = this.#patterns.get(view);
    if (fixed === undefined) {
      fixed = leafPatterns(view);
      this.#patterns.set(view, fixed);
    }
    return view.templated.length === 0 ? fixed : [...fixed, ...view.templated.flatMap(({ template }) => filledIn(template, one))];
  }

  #of(number: number) {
    let known = this.#stanzas.get(number);
    if (known === undefined) {
      const policy = this.#engine.tables.policies[number] as Engine['tables']['policies'][number];
      known = policy.stanzas().map(({ stanza, pattern, template }) => ({
        key: pattern === null ? `template ${canonicalJson(template)}` : `${pattern.kind} ${pattern.text}`,
        content: contentOf(stanza),
        stanza,
      }));
      this.#stanzas.set(number, known);
    }
    return known;
  }
}

/** Its place in the text does not matter, nor what is said on denial. Where approvals are wanted, its name does. */
function contentOf({ file: _, line: __, reason: ___, policy, written, own, controlGroup, ...terms }: LoadedStanza): string {
  const needs = own?.approval || controlGroup !== null ? [policy, written] : null;
  const when = own === null ? null : own.when.map(({ source }) => source);
  return JSON.stringify([terms, needs, controlGroup, own === null ? null : { ...own, when }], (_, value: unknown) => {
    if (value instanceof Map) return [...value];
    if (value === Number.POSITIVE_INFINITY) return 'Infinity';
    return typeof value === 'symbol' ? { never: true } : value;
  });
}

export function guardrailContent({ file: _, line: __, reason: ___, require, forbid, ...rest }: LoadedGuardrail): string {
  return JSON.stringify([rest, require.map(({ source }) => source), forbid.map(({ source }) => source)]);
}

const GAP = '\u0001';
const DEEP = Array.from({ length: 200 }, () => GAP).join('/');

function filledIn(template: readonly string[], one: Case): readonly Classified[] {
  const rendered = renderTemplate(template, one, DEEP);
  if (rendered === null || rendered.pattern === null) return [];
  const { pattern, unresolved } = rendered;
  if (unresolved === null) return [pattern];
  const open = pattern.kind === 'prefix' || (pattern.kind === 'segment' && pattern.text.endsWith('*'));
  const fixed = pattern.kind === 'segment' && open ? pattern.text.slice(0, -1) : pattern.text;
  const segments = fixed.split('/').map((segment) => (segment === GAP ? '+' : segment));
  // Before a final `*` the rest of the segment may be anything.
  if (open && segments.at(-1) === '+') segments[segments.length - 1] = '';
  return [{ kind: 'segment', text: `${segments.join('/')}${open ? '*' : ''}` }];
}

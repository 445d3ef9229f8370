// Stanzas as requests are drawn at them: their patterns taken apart, the paths that lie in them, and which stanza of a list a path comes to.

import type { Model, Stanza } from '@polc/compiler';
import { type Classified, classifyPattern, compareSpecificity, matchesPattern, splitTemplate } from '@polc/runtime';

export interface Focus {
  readonly stanza: Stanza;
  /** Text and directive by turns (a template's); text alone where there is none. */
  readonly pieces: readonly string[];
  /** With a `+` for each segment that holds a directive. */
  readonly pattern: Classified;
}

/** Paths looked at for what lies in a pattern; those kept of them. */
const MOST_POINTS = 4_000;
const MOST_INSIDE = 40;
const MOST_FILLERS = 40;
/** Paths whose stanza is kept. */
const MOST_KNOWN = 20_000;

export class Focuses {
  /** By policy, and `scope:name`. */
  readonly byList: ReadonlyMap<string, readonly Focus[]>;
  readonly all: readonly Focus[];
  /** A path of each pattern of the files. */
  readonly points: readonly string[];
  readonly #fillers: readonly (readonly string[])[];
  readonly #inside = new Map<Classified, readonly string[]>();
  readonly #selected = new Map<string, Focus | null>();

  constructor({ policies, blocks }: Model) {
    const lists = [
      ...policies.map(({ name, stanzas }) => [name, stanzas] as const),
      ...blocks.scopes.map(({ name, stanzas }) => [`scope:${name}`, stanzas] as const),
    ];
    this.byList = new Map(lists.map(([name, stanzas]) => [name, stanzas.flatMap(focusOf)]));
    this.all = [...this.byList.values()].flat();
    const others = [...blocks.guardrails.flatMap(({ record }) => record.paths ?? []), ...blocks.targets.flatMap(({ record }) => record.paths)];
    const patterns = [...this.all.map(({ pattern }) => pattern), ...others.flatMap((path) => classifyPattern(path) ?? [])].slice(0, MOST_POINTS);
    this.points = [...new Set(patterns.map((pattern) => pathIn(pattern)))];
    this.#fillers = fillersOf(patterns);
  }

  /** Of other patterns of the files what can stand at this place of a path. */
  fillersAt(depth: number): readonly string[] {
    return this.#fillers[depth] ?? [];
  }

  /** The paths of other patterns that lie in this one. */
  inside(pattern: Classified): readonly string[] {
    let found = this.#inside.get(pattern);
    if (found === undefined) {
      found = this.points.filter((point) => matchesPattern(pattern, point)).slice(0, MOST_INSIDE);
      this.#inside.set(pattern, found);
    }
    return found;
  }

  /** Where a path comes to in a policy list, templates being taken for `+`. */
  selected(list: readonly string[], path: string): Focus | null {
    const key = `${list.join('\n')}\n\n${path}`;
    const known = this.#selected.get(key);
    if (known !== undefined) return known;
    let best: Focus | null = null;
    for (const name of list) {
      for (const focus of this.byList.get(name) ?? []) {
        if (matchesPattern(focus.pattern, path) && (best === null || compareSpecificity(focus.pattern, best.pattern) > 0)) best = focus;
      }
    }
    if (this.#selected.size < MOST_KNOWN) this.#selected.set(key, best);
    return best;
  }
}

function focusOf(stanza: Stanza): Focus[] {
  const { written, templated } = stanza.pattern;
  const pieces = templated ? (splitTemplate(written) ?? [written]) : [written];
  const text = templated ? written.replace(/[^/]*\{\{.*?\}\}[^/]*/g, '+') : written;
  const pattern = classifyPattern(text);
  return pattern === null ? [] : [{ stanza, pieces, pattern }];
}

/** The shortest path of a pattern that is one at every door. */
export function pathIn({ kind, text }: Classified): string {
  const open = kind === 'segment' && text.endsWith('*');
  const filled = (open ? text.slice(0, -1) : text)
    .split('/')
    .map((segment) => (kind === 'segment' && segment === '+' ? 'x' : segment))
    .join('/');
  return filled === '' || (kind !== 'exact' && filled.endsWith('/')) ? `${filled}x` : filled;
}

function fillersOf(patterns: readonly Classified[]): string[][] {
  const found: Set<string>[] = [];
  for (const { kind, text } of patterns) {
    const segments = text.split('/');
    segments.forEach((segment, depth) => {
      found[depth] ??= new Set();
      const whole = segment !== '' && !segment.includes('+') && !segment.includes('*') && (kind !== 'prefix' || depth < segments.length - 1);
      if (whole && found[depth].size < MOST_FILLERS) found[depth].add(segment);
    });
  }
  return found.map((each) => [...each]);
}

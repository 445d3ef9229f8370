// polc.config.json: settings of rules, settings for some files, files that are left out. Read strictly; what is wrong with it ends the run, with its
// place. docs/polc.config.schema.json says the same as JSON Schema.

import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { RuleSetting } from '@polc/compiler';
import { type Item, LineIndex, makeSource, nearest, parse, type Span, type Value } from '@polc/grammar';
import picomatch from 'picomatch';
import { Failure } from '../failure.js';
import { readPolicyFile } from '../host/read-file.js';
import { isRule, isSetting, RULE_IDS, SETTINGS } from './rule-settings.js';

type Rules = Readonly<Record<string, RuleSetting>>;

export interface Config {
  /** What holds for a file: `rules`, and over them those of each override that names it. */
  rulesFor(file: string): Rules;
  /** Left out where it stands in a folder; one that is named is checked. */
  isIgnored(file: string): boolean;
}

export const NO_CONFIG: Config = { rulesFor: () => ({}), isIgnored: () => false };

interface Override {
  readonly matches: (path: string) => boolean;
  readonly rules: Rules;
}

/** Globs are relative to `folder`, the configuration's own. */
export function readConfig(file: string, folder: string): Config {
  const reader = new Reader(file);
  const { rules, overrides, ignore } = reader.read();
  const inFolder = (path: string): string | null => {
    const within = relative(folder, resolve(path));
    return within === '' || within.startsWith('..') || isAbsolute(within) ? null : within.split(sep).join('/');
  };
  return {
    rulesFor(path) {
      const place = inFolder(path);
      return Object.assign({}, rules, ...overrides.filter(({ matches }) => place !== null && matches(place)).map((each) => each.rules));
    },
    isIgnored(path) {
      const place = inFolder(path);
      return place !== null && ignore.some((matches) => matches(place));
    },
  };
}

const KEYS = ['$schema', 'rules', 'overrides', 'ignore'];
const OVERRIDE_KEYS = ['files', 'rules'];

class Reader {
  readonly #file: string;
  readonly #text: string;

  constructor(file: string) {
    this.#file = file;
    this.#text = makeSource(file, readPolicyFile(file)).text;
  }

  read(): { readonly rules: Rules; readonly overrides: readonly Override[]; readonly ignore: readonly ((path: string) => boolean)[] } {
    // The name has it read as strict JSON.
    const { value: document, diagnostics } = parse(makeSource('polc.config.polc.json', this.#text));
    const [fault] = diagnostics.filter(({ severity }) => severity === 'error');
    if (fault !== undefined) this.#refuse(fault.span, fault.message);
    if (!this.#text.trimStart().startsWith('{')) this.#refuse({ start: 0, end: 1 }, 'it must be an object');
    const members = this.#members(document.body.items, KEYS, 'the configuration');
    const schema = members.get('$schema');
    if (schema !== undefined && schema.kind !== 'string') this.#refuse(schema.span, '"$schema" must be a string');
    const overrides = members.get('overrides');
    return {
      rules: this.#rules(members.get('rules')),
      overrides: overrides === undefined ? [] : this.#list(overrides, 'overrides').map((each) => this.#override(each)),
      ignore: this.#globs(members.get('ignore'), 'ignore'),
    };
  }

  #override(value: Value): Override {
    if (value.kind !== 'object') return this.#refuse(value.span, 'an override must be an object: { "files": […], "rules": {…} }');
    const members = this.#members(value.body.items, OVERRIDE_KEYS, 'an override');
    for (const key of OVERRIDE_KEYS) if (!members.has(key)) this.#refuse(value.span, `an override needs "${key}"`);
    const matchers = this.#globs(members.get('files'), 'files');
    return { matches: (path) => matchers.some((matches) => matches(path)), rules: this.#rules(members.get('rules')) };
  }

  #members(items: readonly Item[], known: readonly string[], what: string): ReadonlyMap<string, Value> {
    for (const { keys } of items) {
      const key = keys[0];
      if (key === undefined || known.includes(key.value)) continue;
      const near = nearest(key.value, known);
      this.#refuse(
        key.span,
        `"${key.value}" is not a key of ${what}${near === undefined ? `: its keys are ${known.join(', ')}` : `; did you mean "${near}"?`}`,
      );
    }
    return new Map(items.map(({ keys, value }) => [keys[0]?.value ?? '', value]));
  }

  #rules(value: Value | undefined): Rules {
    if (value === undefined) return {};
    if (value.kind !== 'object') return this.#refuse(value.span, '"rules" must be an object: { "rule-id": "off" }');
    const entries = value.body.items.map(({ keys, value: setting }): [string, RuleSetting] => {
      const key = keys[0] as (typeof keys)[number];
      if (!isRule(key.value)) {
        const near = nearest(key.value, RULE_IDS);
        return this.#refuse(key.span, `there is no rule "${key.value}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
      }
      const word = setting.kind === 'string' ? setting.value : null;
      if (word === null || !isSetting(word)) return this.#refuse(setting.span, `a rule is ${SETTINGS.map((each) => `"${each}"`).join(', ')}`);
      return [key.value, word];
    });
    return Object.fromEntries(entries);
  }

  #globs(value: Value | undefined, key: string): readonly ((path: string) => boolean)[] {
    if (value === undefined) return [];
    return this.#list(value, key).map((each) => {
      if (each.kind !== 'string' || each.value === '') return this.#refuse(each.span, `"${key}" holds globs, such as "legacy/**"`);
      return picomatch(each.value, { dot: true });
    });
  }

  #list(value: Value, key: string): readonly Value[] {
    if (value.kind !== 'list') return this.#refuse(value.span, `"${key}" must be a list`);
    return value.elements.map((element) => element.value);
  }

  #refuse(span: Span, words: string): never {
    const { line, column } = new LineIndex(this.#text).position(span.start);
    throw new Failure('usage', `${this.#file}:${line}:${column}: ${words}`);
  }
}

// Bodies that are wrong in one thing: each member of a good one with a value of another type, or of a nasty kind, taken out, written twice, or in company.

import type { JsonValue } from '@polc/runtime';

export interface BrokenBody {
  /** What is wrong, for whoever reads of a failure. */
  readonly what: string;
  readonly text: string;
}

export const WRONG_TYPES: readonly string[] = ['null', 'true', '1.5', '""', '[]', '{}'];

export const NASTY: readonly string[] = [
  ...['-1', '1e999', '-1e999', 'NaN', '-Infinity', '01', '9007199254740993', '[null]', '[[]]', '{"a":{"b":[1]}}', `[${'1,'.repeat(2_000)}1]`],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"\\u001b[31m"', '"\\r\\nX-Injected: 1"', `"${'x'.repeat(70_000)}"`],
  ...['"__proto__"', '"constructor"', '"toString"', '{"__proto__":{"id":"worker"}}', '{"constructor":{"prototype":{"a":1}}}', '{"toJSON":1,"length":1e9}'],
  ...[`"'; drop table records; --"`, `"\\" or 1=1 --"`, '"$1"', '"%00"', '"{{self.id}}"'],
  ...[
    '"../../polc/agents"',
    '"/etc/passwd"',
    '"%2e%2e%2f"',
    '"secret/../polc"',
    '"secret//exact"',
    '"*"',
    '"+"',
    '"secret/\\u2024\\u2024"',
    '"secret/e\\u0301"',
  ],
  ...['"2026-13-45T99:99:99Z"', '"9999999999999999999"', '"user:"', '"user:existing"', '"agent:\\u202e"', '"root"', '"ROOT"', '"polc-admin"', '"true"'],
  ...[`${'['.repeat(70)}${']'.repeat(70)}`, `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, '"\ufeff"', '"\ufffd\ud83d\ude00"'],
];

/** All of a good body. */
const WHOLE: readonly string[] = [
  ...[
    '',
    ' ',
    'null',
    '1',
    '"x"',
    '[]',
    'true',
    '{',
    '{"a"',
    '{}}',
    "{'a':1}",
    '{a:1}',
    '[1,]',
    'NaN',
    '{"a":1}{"a":1}',
    'undefined',
    '// x\n{}',
    '{"a":\u00a01}',
  ],
  ...[`${'['.repeat(100_000)}`, `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, '\ufeff{}', '{"__proto__":null}', '{"constructor":1}', '{"":1}'],
];

const EXTRA = ['unheard_of', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Id', 'id ', '\u0000'];

type Path = readonly (string | number)[];

/** `values`: texts that a member gets in place of its own; `turn`: another one for each member. */
export function brokenBodies(sample: JsonValue, values: (turn: number) => readonly string[]): readonly BrokenBody[] {
  const broken: BrokenBody[] = WHOLE.map((text) => ({ what: 'another body', text }));
  let turn = 0;
  for (const path of pathsIn(sample)) {
    const at = path.join('.');
    for (const raw of values(turn++)) broken.push({ what: `${at} is ${raw.slice(0, 40)}`, text: written(sample, path, raw) });
    if (typeof path.at(-1) !== 'string') continue;
    broken.push({ what: `without ${at}`, text: written(sample, path, null) });
    broken.push({ what: `${at} twice`, text: beside(sample, path.slice(0, -1), path.at(-1) as string) });
  }
  for (const path of [[], ...pathsIn(sample).filter((one) => isObject(valueAt(sample, one)))]) {
    for (const name of path.length === 0 ? EXTRA : EXTRA.slice(0, 2)) broken.push({ what: `${path.join('.')} with ${name}`, text: beside(sample, path, name) });
  }
  return broken;
}

const isObject = (value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function pathsIn(value: JsonValue, before: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const path = [...before, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsIn(one, path)];
  });
}

function valueAt(value: JsonValue, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((at, name) => (at as Record<string | number, JsonValue> | undefined)?.[name], value);
}

const HOLE = '@hole@';

/** `raw`: null takes it out. */
function written(sample: JsonValue, path: Path, raw: string | null): string {
  const copy = structuredClone(sample);
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string | number, JsonValue>;
  const name = path.at(-1) as string | number;
  if (raw === null) delete holder[name];
  else holder[name] = HOLE;
  // WHY a function: `$1` in a replacement is no text.
  return JSON.stringify(copy).replace(`"${HOLE}"`, () => raw ?? '');
}

/** One more member, whether or not there is one of the name. */
function beside(sample: JsonValue, path: Path, name: string): string {
  const copy = structuredClone(sample);
  (valueAt(copy, path) as Record<string, JsonValue>)[HOLE] = 'x';
  return JSON.stringify(copy).replace(`"${HOLE}"`, () => JSON.stringify(name));
}

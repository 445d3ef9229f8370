// A leaf's program (program.ts) for people: its parameter list, and the tests of its diagram as an author would write them.

import type { Outcome } from '../decision.js';
import { showCode } from '../explain/show-code.js';
import type { Code } from '../expression/code.js';
import { ENDS, NO_LIST, NODE_HEAD, TEST, TYPE } from './program.js';

export interface ShownProgram {
  /** null: no list. A name without values may have any. */
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[] | null;
  /** The first is asked first. */
  readonly tests: readonly ShownTest[];
}

/** The number of the test that is next, from 1, or what it comes to. */
export type NextTest = number | Extract<Outcome, 'allowed' | 'condition_false' | 'condition_unknown'>;

export interface ShownTest {
  readonly test: keyof typeof TEST;
  readonly condition: string;
  /** What the attribute must be, else nothing is known of it; null: what the test takes. */
  readonly type: 'string' | 'list(string)' | null;
  readonly true: NextTest;
  readonly false: NextTest;
  readonly unknown: NextTest;
}

interface RawTest {
  readonly at: number;
  readonly next: readonly number[];
  readonly shown: Pick<ShownTest, 'test' | 'condition' | 'type'>;
}

/** `textOf` a constant of the program. INVARIANT: the program has been checked. */
export function showProgram(bytes: Int8Array, start: number, textOf: (constant: number) => string): ShownProgram {
  let at = start;
  const byte = () => (bytes[at++] as number) & 255;
  const text = () => textOf(byte());
  const texts = () => Array.from({ length: byte() }, text);
  const names = byte();
  const parameters = names === NO_LIST ? null : Array.from({ length: names }, () => ({ name: text(), values: texts() }));
  const length = byte();
  const first = at;
  const raw: RawTest[] = [];
  while (at < first + length) {
    const place = at - first;
    const test = byte() as TEST;
    const next = Array.from({ length: NODE_HEAD - 1 }, byte);
    const attribute: Code = ['read', 'context', text()];
    const type = TYPES[byte()] ?? null;
    const condition = showCode(codeOf(test, attribute, byte, text, texts));
    raw.push({ at: place, next, shown: { test: TEST[test] as keyof typeof TEST, condition, type } });
  }
  const numbers = new Map(raw.map(({ at }, i) => [at, i + 1]));
  const tests = raw.map(({ next, shown }) => {
    const [yes, no, maybe] = next.map((offset) => ENDINGS.get(offset) ?? (numbers.get(offset) as number)) as [NextTest, NextTest, NextTest];
    return { ...shown, true: yes, false: no, unknown: maybe };
  });
  return { parameters, tests };
}

const ENDINGS: ReadonlyMap<number, NextTest> = new Map<number, NextTest>([
  [ENDS.true, 'allowed'],
  [ENDS.false, 'condition_false'],
  [ENDS.unknown, 'condition_unknown'],
]);

const TYPES: Readonly<Record<number, ShownTest['type']>> = { [TYPE.any]: null, [TYPE.text]: 'string', [TYPE.texts]: 'list(string)' };

function codeOf(test: TEST, attribute: Code, byte: () => number, text: () => string, texts: () => readonly string[]): Code {
  switch (test) {
    case TEST.equals:
      return ['eq', attribute, ['const', text()]];
    case TEST.among:
      return ['in', attribute, ['const', texts()]];
    case TEST.contains:
      return ['contains', attribute, ['const', text()]];
    case TEST.lists:
      return ['in', ['const', text()], attribute];
    case TEST.address:
      return ['cidr', attribute, ...Array.from({ length: byte() }, () => showBlock(byte))];
    case TEST.hours: {
      const zone = text();
      const bounds = Array.from({ length: byte() * 2 }, () => byte() | (byte() << 8));
      return ['hours', ['timestamp', attribute], zone, ...bounds];
    }
  }
}

/** `10.0.0.0/8`, `2001:db8::/32`: the longest run of zeros, the first of several, is left out (RFC 5952). */
function showBlock(byte: () => number): string {
  const family = byte();
  const prefix = byte();
  if (family === 4) return `${Array.from({ length: 4 }, byte).join('.')}/${prefix}`;
  const groups = Array.from({ length: 8 }, () => (byte() << 8) | byte());
  let [from, length] = [0, 0];
  for (let i = 0; i < 8; i++) {
    let zeros = 0;
    while (groups[i + zeros] === 0) zeros++;
    if (zeros > length) [from, length] = [i, zeros];
  }
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  const text = length < 2 ? hex(groups) : `${hex(groups.slice(0, from))}::${hex(groups.slice(from + length))}`;
  return `${text}/${prefix}`;
}

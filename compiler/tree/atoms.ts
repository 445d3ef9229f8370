// Which atoms of conditions a program can test (runtime/tree/program.ts), and the bytes that say what each is about.

import type { Code, Source } from '@polc/runtime';
import { judgeBlock, program } from '@polc/runtime';

const { TEST, TYPE } = program;

/** An atom that a program can test. */
export interface TestableAtom {
  readonly test: number;
  /** How much it costs beside the others: those that cost less are asked first. */
  readonly cost: number;
  /** What follows the head of its node; `constantOf` numbers a text. null where a number is too large for a byte. */
  write(constantOf: (text: string) => number): readonly number[] | null;
}

/** What is declared of an attribute of the context. */
export type Declared = (name: string) => { readonly type: string; readonly source: Source | null };

type Texts = readonly string[];

/** null: only the rule itself can be asked. */
export function testableAtom(code: Code, declared: Declared): TestableAtom | null {
  switch (code[0]) {
    case 'eq': {
      const name = contextName(code[1], declared);
      const text = constantText(code[2]);
      return name === null || text === null ? null : atom(TEST.equals, 1, name, declared, (constantOf) => [constantOf(text)]);
    }
    case 'in': {
      const name = contextName(code[1], declared);
      const texts = constantTexts(code[2]);
      if (name !== null && texts !== null && texts.length > 0) {
        return atom(TEST.among, 2, name, declared, (constantOf) => [texts.length, ...texts.map(constantOf)]);
      }
      const list = contextName(code[2], declared);
      const text = constantText(code[1]);
      return list === null || text === null ? null : atom(TEST.lists, 3, list, declared, (constantOf) => [constantOf(text)]);
    }
    case 'contains': {
      const name = contextName(code[1], declared);
      const text = constantText(code[2]);
      return name === null || text === null ? null : atom(TEST.contains, 3, name, declared, (constantOf) => [constantOf(text)]);
    }
    case 'cidr': {
      const name = contextName(code[1], declared);
      const blocks = code.slice(2).map((text) => packedBlock(text as string));
      return name === null ? null : atom(TEST.address, 5, name, declared, () => [blocks.length, ...blocks.flat()]);
    }
    case 'hours': {
      const [, instant, zone, ...bounds] = code;
      const name = instant[0] === 'timestamp' ? contextName(instant[1], declared) : null;
      if (name === null) return null;
      return atom(TEST.hours, 4, name, declared, (constantOf) => [
        constantOf(zone),
        bounds.length / 2,
        ...bounds.flatMap((bound) => [bound & 255, bound >> 8]),
      ]);
    }
    default:
      return null;
  }
}

function atom(
  test: number,
  cost: number,
  name: string,
  declared: Declared,
  operands: (constantOf: (text: string) => number) => readonly number[],
): TestableAtom {
  const type = TYPES.get(declared(name).type) ?? TYPE.any;
  return {
    test,
    cost,
    write(constantOf) {
      const bytes = [constantOf(name), type, ...operands(constantOf)];
      return bytes.every((byte) => byte >= 0 && byte < 256) ? bytes : null;
    },
  };
}

/** Types that the runtime asks for, as far as programs know them; those that say nothing of what a value is. */
const TYPES: ReadonlyMap<string, number> = new Map([
  ['string', TYPE.text],
  ['list(string)', TYPE.texts],
  ...['any', 'timestamp', 'duration'].map((type) => [type, TYPE.any] as const),
]);

/** Of an attribute of the context that counts where the request says it, and of a type that programs know. */
function contextName(code: Code, declared: Declared): string | null {
  if (code[0] !== 'read' || code[1] !== 'context' || code.length !== 3 || typeof code[2] !== 'string') return null;
  const { type, source } = declared(code[2]);
  return source !== 'registry' && TYPES.has(type) ? code[2] : null;
}

function constantText(code: Code): string | null {
  return code[0] === 'const' && typeof code[1] === 'string' ? code[1] : null;
}

function constantTexts(code: Code): Texts | null {
  const value: unknown = code[0] === 'const' ? code[1] : null;
  return Array.isArray(value) && value.every((text) => typeof text === 'string') ? (value as Texts) : null;
}

/** Family, prefix, address. */
function packedBlock(text: string): number[] {
  const judged = judgeBlock(text);
  if ('fault' in judged) throw new Error(`a block was let through: ${judged.fault.message}`);
  const [family, ...rest] = judged.block as unknown as [number, ...number[]];
  const prefix = rest[4] as number;
  const words = rest.slice(0, family === 4 ? 1 : 4);
  return [family, prefix, ...words.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 255))];
}

// Functions of text and of what has a length.

import type { Expression } from '@polc/grammar';
import { type Compiled, compileGlob, compileRegex } from '../../automata/compile.js';
import { compileMembership } from '../compare.js';
import type { Context } from '../context.js';
import { over, type Typed } from '../typed.js';
import { isListType, showType } from '../types.js';
import { literalTexts, partOf, type Text } from './literals.js';
import { compileAs, type Signature } from './signature.js';

const twoTexts = (name: 'startswith' | 'endswith'): Signature => ({
  shown: `${name}(text, "${name === 'startswith' ? 'start' : 'end'}")`,
  least: 2,
  most: 2,
  compile([first, second], context) {
    const text = compileAs(first as Expression, ['string'], name, context);
    const part = compileAs(second as Expression, ['string'], name, context);
    return text === null || part === null ? null : over([text, part], [name, text.code, part.code], 'boolean');
  },
});

const contains: Signature = {
  shown: 'contains(text, "part") or contains(list, value)',
  least: 2,
  most: 2,
  compile([first, second], context) {
    const [container, content] = [first as Expression, second as Expression];
    if (container.kind === 'list') return compileMembership(content, container, context);
    const whole = compileAs(container, ['string', 'list'], 'contains', context);
    if (whole === null) return null;
    if (isListType(whole.type)) return compileMembership(content, container, context);
    const part = whole.type === 'string' ? compileAs(content, ['string'], 'contains', context) : context.compile(content);
    if (part === null) return null;
    if (part.type === 'timestamp' || part.type === 'duration') {
      context.report.error(
        'type-mismatch',
        content.span,
        `what is in an undeclared list is not known to be ${showType(part.type)}`,
        `write any(x, list, ${part.type}(x) == …)`,
      );
      return null;
    }
    return over([whole, part], ['contains', whole.code, part.code], 'boolean');
  },
};

const length: Signature = {
  shown: 'length(text, list or map)',
  least: 1,
  most: 1,
  compile([first], context) {
    const value = compileAs(first as Expression, ['string', 'list', 'map'], 'length', context);
    return value === null ? null : over([value], ['length', value.code], 'number');
  },
};

const lower: Signature = {
  shown: 'lower(text)',
  least: 1,
  most: 1,
  compile([first], context) {
    const value = compileAs(first as Expression, ['string'], 'lower', context);
    return value === null ? null : over([value], ['lower', value.code], 'string');
  },
};

const pattern = (name: 'glob' | 'matches'): Signature => ({
  shown: name === 'glob' ? 'glob(text, "*.example.org")' : 'matches(text, "[a-z]+")',
  least: 2,
  most: 2,
  compile([first, second], context): Typed | null {
    const text = compileAs(first as Expression, ['string'], name, context);
    const literals = literalTexts(second as Expression, `the pattern of ${name}`, context);
    const sound = literals === null ? null : soundPatterns(literals, name, context);
    return text === null || sound === null ? null : over([text], [name, text.code, ...sound], 'boolean');
  },
});

/** The texts, where each has an automaton. */
export function soundPatterns(literals: readonly Text[], kind: 'glob' | 'matches', { report }: Pick<Context, 'report'>): readonly string[] | null {
  let sound = true;
  for (const literal of literals) {
    const compiled: Compiled = kind === 'glob' ? compileGlob(literal.text) : compileRegex(literal.text);
    if (!('fault' in compiled)) continue;
    const { code, message, help, start, end } = compiled.fault;
    report.error(code, partOf(literal, start, end), message, help);
    sound = false;
  }
  return sound ? literals.map(({ text }) => text) : null;
}

export const TEXT: Readonly<Record<string, Signature>> = {
  startswith: twoTexts('startswith'),
  endswith: twoTexts('endswith'),
  contains,
  length,
  lower,
  glob: pattern('glob'),
  matches: pattern('matches'),
};

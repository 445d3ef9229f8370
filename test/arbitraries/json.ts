// Random JSON documents as texts, in any spacing: equal keys, lists of blocks, objects of objects, numbers that no double can hold.

import fc from 'fast-check';

export interface JsonText {
  readonly text: string;
  /** RFC 8259 accepts it, and no object has a key twice. */
  readonly strict: boolean;
}

/** A value as text, with what makes it strict. */
interface Part {
  readonly text: string;
  readonly strict: boolean;
}

const keys = fc.constantFrom('"a"', '"b"', '"path"', '""', '"\\u0061"', '"__proto__"', '"ä\\n"', '"1"', '"0"');
const blanks = fc.constantFrom('', '', ' ', '\n', '\r\n\t', '  ');
const scalars = fc
  .constantFrom('"x"', '""', '"${q}"', '"\\u00e9\\"\\\\"', '"😀"', 'null', 'true', 'false', '0', '-1', '1.50', '1e400', '123456789012345678901234567890', '-0')
  .map((text): Part => ({ text, strict: true }));
/** `null` in a list is an error to Vault. */
const listScalars = scalars.filter(({ text }) => text !== 'null');

const { object } = fc.letrec<{ value: Part; object: Part; list: Part }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalars, tie('object'), tie('list')),
  object: fc.tuple(fc.array(fc.tuple(keys, tie('value'), blanks), { maxLength: 3 }), fc.constantFrom('', '', '', '', '', ',')).map(([members, comma]): Part => {
    const text = members.map(([key, value, blank]) => `${blank}${key}${blank}:${blank}${value.text}${blank}`).join(',');
    const names = members.map(([key]) => JSON.parse(key) as string);
    const trailing = members.length > 0 ? comma : '';
    return { text: `{${text}${trailing}}`, strict: trailing === '' && new Set(names).size === names.length && members.every(([, value]) => value.strict) };
  }),
  list: fc
    .tuple(
      fc.array(fc.tuple(fc.oneof({ depthSize: 'small', withCrossShrink: true }, listScalars, tie('object')), blanks), { maxLength: 3 }),
      fc.constantFrom('', '', '', '', '', ','),
    )
    .map(([elements, comma]): Part => {
      const trailing = elements.length > 0 ? comma : '';
      return {
        text: `[${elements.map(([value, blank]) => blank + value.text + blank).join(',')}${trailing}]`,
        strict: trailing === '' && elements.every(([value]) => value.strict),
      };
    }),
}));

export const jsonTexts: fc.Arbitrary<JsonText> = fc
  .tuple(blanks, object, fc.constantFrom('', '', '', '\n', ' rest'))
  .map(([before, { text, strict }, after]) => ({ text: before + text + after, strict: strict && after !== ' rest' }));

// The tokens of both families of lexer modes: HCL1's for documents, polc's for expressions. Faulty input has tokens too (a string that is
// not closed, a character that means nothing), so that the parser sees everything and each fault keeps its own place.

import { BARE_WORDS } from './ast.js';
import { type CustomPatternMatcherFunc, createToken, type IToken, type ITokenConfig, Lexer, type TokenType } from './chevrotain.js';
import { lineEnd, scanHeredoc, scanPlainString, scanString } from './scan.js';

/** Inside brackets a line's end is a blank. */
export const NESTED_MODE = 'nested';
const MODES = {
  body: 'body',
  plain: 'plain',
  condition: 'condition',
  region: 'region',
  parameters: 'parameters',
  expression: 'expression',
  nested: NESTED_MODE,
};

/** Blocks in which `expr = …` starts an expression. */
const CONDITION_BLOCKS = new Set(['when', 'require', 'forbid', 'condition']);
/** The regions of tests: there a value may also be a bare word. */
const REGION_BLOCKS = new Set(['for_all', 'never', 'only_if', 'at_most']);
/** Vault's own blocks: nothing inside them is polc's. */
const VAULT_BLOCKS = new Set(['allowed_parameters', 'denied_parameters', 'control_group']);
const PARAMETER_BLOCKS = new Set(['parameters']);

// WHY: chevrotain picks candidate tokens by a character's bucket; above 255 a bucket is 255 code units wide, so one code unit of each will do.
const BEYOND_LATIN = Array.from({ length: 258 }, (_, bucket) => Math.min(0xffff, 256 + bucket * 255));
const LATIN_1 = Array.from({ length: 128 }, (_, index) => 128 + index);
const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'];

function sticky(pattern: RegExp): CustomPatternMatcherFunc {
  return (text, offset) => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
}

function scanned(scan: (text: string, offset: number) => number): CustomPatternMatcherFunc {
  return (text, offset) => {
    const end = scan(text, offset);
    return end < 0 ? null : [text.slice(offset, end)];
  };
}

// ---- Both families

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED, line_breaks: true });
const Blank = createToken({ name: 'Blank', pattern: /[ \t\r]+/, group: Lexer.SKIPPED });
export const LineComment = createToken({ name: 'LineComment', pattern: /(?:#|\/\/)[^\n]*/, group: 'comments' });
export const BlockComment = createToken({
  name: 'BlockComment',
  pattern: sticky(/\/\*[\s\S]*?\*\//y),
  start_chars_hint: ['/'],
  line_breaks: true,
  group: 'comments',
});
export const UnterminatedComment = createToken({ name: 'UnterminatedComment', pattern: sticky(/\/\*[\s\S]*/y), start_chars_hint: ['/'], line_breaks: true });
export const Illegal = createToken({
  name: 'Illegal',
  pattern: sticky(/(?:[^\x00-\x7f\p{L}]+|[\s\S])/uy),
  start_chars_hint: [...Array.from({ length: 256 }, (_, code) => code), ...BEYOND_LATIN],
  line_breaks: true,
});

// ---- Documents (HCL1)

export const Identifier = createToken({
  name: 'Identifier',
  pattern: sticky(/[\p{L}_][\p{L}\p{Nd}_.-]*/uy),
  start_chars_hint: [...LETTERS, ...LATIN_1, ...BEYOND_LATIN],
  line_breaks: false,
});
export const True = createToken({ name: 'True', pattern: sticky(/true(?![\p{L}\p{Nd}_.-])/uy), start_chars_hint: ['t'], line_breaks: false });
export const False = createToken({ name: 'False', pattern: sticky(/false(?![\p{L}\p{Nd}_.-])/uy), start_chars_hint: ['f'], line_breaks: false });
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: sticky(/-?(?:0[xX][0-9a-fA-F]*|[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?)|\.[0-9]+/y),
  start_chars_hint: [...'-.0123456789'],
  line_breaks: false,
});
export const StringLiteral = createToken({ name: 'StringLiteral', pattern: scanned(scanString), start_chars_hint: ['"'], line_breaks: true });
/** To the end of its line, so that one missing quote does not swallow the file. */
export const UnterminatedString = createToken({
  name: 'UnterminatedString',
  pattern: scanned((text, offset) => (text[offset] === '"' ? Math.max(offset + 1, lineEnd(text, offset)) : -1)),
  start_chars_hint: ['"'],
  line_breaks: false,
});
export const Heredoc = createToken({
  name: 'Heredoc',
  pattern: (text, offset) => {
    if (text[offset] !== '<') return null;
    const scan = scanHeredoc(text, offset);
    return 'fault' in scan ? null : [text.slice(offset, scan.end)];
  },
  start_chars_hint: ['<'],
  line_breaks: true,
});
export const BadHeredoc = createToken({
  name: 'BadHeredoc',
  pattern: scanned((text, offset) => (text[offset] === '<' ? Math.max(offset + 1, scanHeredoc(text, offset).end) : -1)),
  start_chars_hint: ['<'],
  line_breaks: true,
});
export const SingleQuoted = createToken({ name: 'SingleQuoted', pattern: /'[^'\n]*'/ });
/** `“read”`: what a word processor makes of quotes. */
export const SmartQuoted = createToken({
  name: 'SmartQuoted',
  pattern: sticky(/[\u2018-\u201f][^\u2018-\u201f"\n]*[\u2018-\u201f]/y),
  start_chars_hint: BEYOND_LATIN,
  line_breaks: false,
});
/** `${…}` outside a string: a template that was not rendered. */
export const Interpolation = createToken({ name: 'Interpolation', pattern: /\$\{[^}\n]*\}/ });
export const LSquare = createToken({ name: 'LSquare', pattern: '[' });
export const RSquare = createToken({ name: 'RSquare', pattern: ']' });
export const Comma = createToken({ name: 'Comma', pattern: ',' });
export const Colon = createToken({ name: 'Colon', pattern: ':' });
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';' });
export const RCurly = createToken({ name: 'RCurly', pattern: '}', pop_mode: true });

/** All of them are `{`; which one stands there decides the mode behind it. */
export const LCurly = createToken({ name: 'LCurly', pattern: Lexer.NA });
const curly = (name: string, mode: string, when: (tokens: IToken[]) => boolean) =>
  createToken({
    name,
    categories: [LCurly],
    pattern: (text, offset, tokens) => (text[offset] === '{' && when(tokens) ? ['{'] : null),
    start_chars_hint: ['{'],
    line_breaks: false,
    push_mode: mode,
  });

const isKey = (token: IToken | undefined) => token?.tokenType === Identifier || token?.tokenType === StringLiteral;

function headIs(tokens: IToken[], words: ReadonlySet<string>): boolean {
  const last = tokens.at(-1);
  if (last?.tokenType === Identifier && words.has(last.image)) return true;
  const before = tokens.at(-2);
  return isKey(last) && before?.tokenType === Identifier && before.image === 'condition' && words.has('condition');
}

/** `when = { … }` is an object that is read as the block is. WHY not `parameters`: in the `request` of a test those are plain values. */
const isAssigned = (tokens: IToken[], words: ReadonlySet<string>) => tokens.at(-1)?.tokenType === PlainAssign && words.has(tokens.at(-2)?.image ?? '');

const ConditionCurly = curly('ConditionCurly', MODES.condition, (tokens) => headIs(tokens, CONDITION_BLOCKS) || isAssigned(tokens, CONDITION_BLOCKS));
const RegionCurly = curly('RegionCurly', MODES.region, (tokens) => headIs(tokens, REGION_BLOCKS) || isAssigned(tokens, REGION_BLOCKS));
const ParametersCurly = curly('ParametersCurly', MODES.parameters, (tokens) => headIs(tokens, PARAMETER_BLOCKS));
const BodyCurly = curly('BodyCurly', MODES.body, (tokens) => isKey(tokens.at(-1)) && !headIs(tokens, VAULT_BLOCKS));
const PlainCurly = curly('PlainCurly', MODES.plain, () => true);

export const Assign = createToken({ name: 'Assign', pattern: Lexer.NA });
const PlainAssign = createToken({ name: 'PlainAssign', pattern: '=', categories: [Assign] });
/** `agent = any`: behind the `=` only, so that everywhere else it is a key. */
export const BareWord = createToken({
  name: 'BareWord',
  pattern: (text, offset, tokens) => (tokens.at(-1)?.tokenType === PlainAssign ? wordAt(text, offset) : null),
  start_chars_hint: BARE_WORDS.map((word) => word[0] as string),
  line_breaks: false,
});
const wordAt = sticky(new RegExp(`(?:${BARE_WORDS.join('|')})(?![\\p{L}\\p{Nd}_.-])`, 'uy')) as (text: string, offset: number) => RegExpExecArray | null;
/** The `=` behind which an expression stands. */
export const ExpressionAssign = createToken({
  name: 'ExpressionAssign',
  pattern: (text, offset, tokens) => (text[offset] === '=' && tokens.at(-1)?.image === 'expr' ? ['='] : null),
  start_chars_hint: ['='],
  line_breaks: false,
  push_mode: MODES.expression,
});
const ParameterAssign = createToken({ name: 'ParameterAssign', pattern: '=', push_mode: MODES.expression, categories: [ExpressionAssign] });

// ---- Expressions

/** Ends an expression: its line's end, or (of no width) the comma or brace that follows it. */
export const ExpressionEnd = createToken({
  name: 'ExpressionEnd',
  pattern: (text, offset) => {
    const unit = text[offset];
    return unit === '\n' ? ['\n'] : unit === ',' || unit === '}' ? [''] : null;
  },
  start_chars_hint: ['\n', ',', '}'],
  line_breaks: true,
  pop_mode: true,
});
/** All that only an expression has: to a document's grammar they are one thing. */
export const ExpressionOnly = createToken({ name: 'ExpressionOnly', pattern: Lexer.NA });
const expressionToken = (config: ITokenConfig) => createToken({ ...config, categories: [ExpressionOnly] });

export const Word = expressionToken({
  name: 'Word',
  pattern: sticky(/[\p{L}_][\p{L}\p{Nd}_]*/uy),
  start_chars_hint: [...LETTERS, ...LATIN_1, ...BEYOND_LATIN],
  line_breaks: false,
});
const keyword = (name: string, word: string) =>
  expressionToken({ name, pattern: sticky(new RegExp(`${word}(?![\\p{L}\\p{Nd}_])`, 'uy')), start_chars_hint: [word[0] as string], line_breaks: false });
export const TrueWord = keyword('TrueWord', 'true');
export const FalseWord = keyword('FalseWord', 'false');
export const In = keyword('In', 'in');
export const Decimal = expressionToken({ name: 'Decimal', pattern: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/ });
export const ExpressionString = expressionToken({ name: 'ExpressionString', pattern: scanned(scanPlainString), start_chars_hint: ['"'], line_breaks: false });
const operator = (name: string, pattern: RegExp | string) => expressionToken({ name, pattern });
export const Or = operator('Or', '||');
export const And = operator('And', '&&');
export const Equality = operator('Equality', /[=!]=/);
export const Comparison = operator('Comparison', /[<>]=?/);
export const Not = operator('Not', '!');
export const Plus = operator('Plus', '+');
export const Minus = operator('Minus', '-');
export const Star = operator('Star', '*');
export const Dot = operator('Dot', '.');
export const Equals = operator('Equals', '=');
export const LParen = expressionToken({ name: 'LParen', pattern: '(', push_mode: MODES.nested });
export const RParen = expressionToken({ name: 'RParen', pattern: ')', pop_mode: true });
export const LBracket = expressionToken({ name: 'LBracket', pattern: '[', push_mode: MODES.nested });
export const RBracket = expressionToken({ name: 'RBracket', pattern: ']', pop_mode: true });
export const LBrace = expressionToken({ name: 'LBrace', pattern: '{', push_mode: MODES.nested });
export const RBrace = expressionToken({ name: 'RBrace', pattern: '}', pop_mode: true });

const comments = [LineComment, BlockComment, UnterminatedComment];
const literals = [StringLiteral, UnterminatedString, Heredoc, BadHeredoc, SingleQuoted, SmartQuoted, True, False, Identifier, NumberLiteral, Interpolation];
const punctuation = [LSquare, RSquare, Comma, Colon, Semicolon, RCurly];
const operators = [ExpressionString, UnterminatedString, TrueWord, FalseWord, In, Word, Decimal, Or, And, Equality, Comparison, Not, Plus, Minus, Star, Dot];
const brackets = [LParen, LBracket, LBrace];

const document = (curlies: TokenType[], assigns: TokenType[]): TokenType[] => [
  WhiteSpace,
  ...comments,
  ...literals,
  ...curlies,
  ...assigns,
  ...punctuation,
  Illegal,
];

const categories = [LCurly, Assign, ExpressionOnly];

export const LEXER_DEFINITION = {
  defaultMode: MODES.body,
  modes: {
    [MODES.body]: [...document([ConditionCurly, RegionCurly, ParametersCurly, BodyCurly, PlainCurly], [PlainAssign]), ...categories],
    [MODES.plain]: document([PlainCurly], [PlainAssign]),
    [MODES.condition]: document([PlainCurly], [ExpressionAssign, PlainAssign]),
    [MODES.region]: [BareWord, ...document([PlainCurly], [ExpressionAssign, PlainAssign])],
    [MODES.parameters]: document([PlainCurly], [ParameterAssign]),
    [MODES.expression]: [Blank, ...comments, ExpressionEnd, ...operators, ...brackets, Equals, Illegal],
    [MODES.nested]: [WhiteSpace, ...comments, ...operators, Equals, Comma, Colon, ...brackets, RParen, RBracket, RBrace, Illegal],
  },
};

/** Every token type once, for the parser. */
export const ALL_TOKENS: TokenType[] = [...new Set(Object.values(LEXER_DEFINITION.modes).flat())];

// Concrete tree to AST, and the place where syntax faults get their words: the parser accepts everything, this pass knows what HCL1 refuses.
// Long for a file here because one case follows another; each method is one construct.

import type { Body, Comment, Document, Element, Item, Key, ListValue, ObjectValue, StringValue, Value } from './ast.js';
import { CommentCursor } from './attach-comments.js';
import { buildExpression } from './build-expression.js';
import type { CstNode, IToken } from './chevrotain.js';
import { FaultCollector } from './collector.js';
import { child, children, onlyToken, spanOf, token } from './cst.js';
import type { Diagnostic, Severity } from './diagnostic.js';
import { excerpt, type Fault, fault } from './faults.js';
import { heredocValue, readNumber, unquote } from './literal.js';
import { scanHeredoc } from './scan.js';
import type { Source, Span } from './source.js';

export interface Built {
  readonly document: Document;
  readonly diagnostics: readonly Diagnostic[];
}

export function buildDocument(source: Source, cst: CstNode, comments: readonly Comment[], start: number): Built {
  const builder = new Builder(source, comments);
  const body = builder.document(cst, start);
  return { document: { kind: 'document', file: source.file, syntax: 'hcl', body }, diagnostics: builder.diagnostics };
}

class Builder {
  readonly #faults: FaultCollector;
  readonly #source: Source;
  readonly #text: string;
  readonly #comments: CommentCursor;
  /** End of the last token read: blank lines are looked for behind it. */
  #last = 0;

  constructor(source: Source, comments: readonly Comment[]) {
    this.#faults = new FaultCollector(source.file);
    this.#source = source;
    this.#text = source.text;
    this.#comments = new CommentCursor(comments, source.text);
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#faults.diagnostics;
  }

  #report(span: Span, what: Fault, severity?: Severity): void {
    this.#faults.report(span, what, severity);
  }

  document(cst: CstNode, start: number): Body {
    this.#last = start;
    const body = this.#body(children(cst, 'part'), true, start);
    for (const brace of (cst.children.RCurly ?? []) as IToken[]) this.#report(spanOf(brace), fault.strayBrace());
    return { ...body, dangling: [...this.#orphans.splice(0), ...this.#comments.before(Number.POSITIVE_INFINITY)], span: { start, end: this.#text.length } };
  }

  /** Items of a body; a comma may follow an item, once. `dangling` and the span are for the caller to set. */
  #body(parts: readonly CstNode[], top: boolean, start: number): Body {
    const items: Item[] = [];
    let commaAllowed = false;
    parts.forEach((part, index) => {
      const item = child(part, 'item');
      const anonymous = child(part, 'object');
      const comma = token(part, 'Comma');
      if (item !== undefined) {
        const built = this.#item(item, top && index === parts.length - 1);
        commaAllowed = true;
        if (built !== null) items.push(built, ...this.#hoisted.splice(0));
      } else if (anonymous !== undefined) this.#anonymous(anonymous, items);
      else if (comma !== undefined) {
        if (!commaAllowed) this.#report(spanOf(comma), fault.unexpectedComma());
        commaAllowed = false;
        this.#last = comma.startOffset + 1;
      } else this.#stray(onlyToken(child(part, 'stray') as CstNode));
    });
    this.#refuseDuplicates(items);
    return { items, dangling: [], span: { start, end: start } };
  }

  /** Comments of an item that came to nothing: they go to the next one, or to the end of the body. */
  readonly #orphans: Comment[] = [];

  /** Items that stood inside a block which was never closed, but belong beside it. */
  readonly #hoisted: Item[] = [];

  #stray(what: IToken): void {
    const span = spanOf(what);
    this.#last = span.end;
    switch (what.tokenType.name) {
      case 'Semicolon':
        this.#report(span, fault.semicolon(span));
        break;
      case 'UnterminatedComment':
        this.#report({ start: span.start, end: span.start + 2 }, fault.unterminatedComment());
        break;
      case 'Illegal':
        this.#illegal(span, what.image);
        break;
      case 'ExpressionEnd':
        break;
      default:
        this.#report(span, fault.unexpected(what.image));
    }
  }

  #illegal(span: Span, image: string): void {
    if (image === '/') this.#report(span, { code: 'illegal-character', message: 'a lone "/" means nothing here', help: 'a comment starts with //, # or /*' });
    else this.#report(span, fault.illegalCharacter(image));
  }

  #anonymous(node: CstNode, items: Item[]): void {
    const brace = token(node, 'LCurly') as IToken;
    const doubled = this.#text[brace.startOffset - 1] === '{';
    this.#report(spanOf(brace), doubled ? fault.doubledBrace() : fault.missingKey());
    // What stands inside is read all the same: its faults are real, and its items are the author's.
    items.push(...this.#object(node, '{').body.items);
  }

  #item(node: CstNode, lastOfFile: boolean): Item | null {
    const keys = children(node, 'key').map((key) => this.#key(onlyToken(key)));
    const first = keys[0] as Key;
    const lastKey = keys.at(-1) as Key;
    const leading = [...this.#orphans.splice(0), ...this.#comments.before(first.span.start)];
    const spaced = this.#comments.isSpaced(this.#last, leading[0]?.span.start ?? first.span.start);
    this.#last = lastKey.span.end;
    const head = this.#head(keys);
    const object = child(node, 'object');
    const assign = token(node, 'Assign') ?? token(node, 'Colon') ?? token(node, 'ExpressionAssign');
    let value: Value | null = null;
    if (object !== undefined) {
      leading.push(...this.#comments.before((token(object, 'LCurly') as IToken).startOffset));
      value = this.#object(object, head);
    } else if (assign === undefined) {
      this.#report(lastKey.span, fault.missingValue(head));
    } else {
      this.#last = assign.startOffset + 1;
      value =
        token(node, 'ExpressionAssign') === undefined
          ? this.#assigned(node, assign, head, lastOfFile && keys.length === 1, leading)
          : this.#expression(node, assign);
      if (keys.length > 1 && value !== null) this.#labelledAssignment(assign, value, keys, head);
    }
    if (value === null) {
      this.#orphans.push(...leading);
      return null;
    }
    const span = { start: first.span.start, end: this.#last };
    leading.push(...this.#comments.before(span.end));
    return { kind: 'item', keys, assigned: assign !== undefined && keys.length === 1, value, span, leading, trailing: this.#comments.behind(span.end), spaced };
  }

  #labelledAssignment(assign: IToken, value: Value, keys: readonly Key[], head: string): void {
    const missingBrace = value.kind !== 'object' && keys.length > 2 && !(keys.at(-1) as Key).quoted;
    const block = keys.slice(0, -1).map((key) => key.text);
    this.#report(spanOf(assign), missingBrace ? fault.missingOpeningBrace(block.join(' ')) : fault.labelledAssignment(head));
  }

  #head(keys: readonly Key[]): string {
    return excerpt(keys.map((key) => key.text).join(' '));
  }

  #assigned(node: CstNode, assign: IToken, head: string, lastOfFile: boolean, leading: Comment[]): Value | null {
    if (token(node, 'Colon') !== undefined) this.#report(spanOf(assign), fault.colon(spanOf(assign)));
    const value = child(node, 'value');
    if (value !== undefined) return this.#value(value, head, leading);
    // WHY: HCL1 drops a `key =` that ends the file, and Vault with it.
    if (lastOfFile && token(node, 'Assign') !== undefined) {
      this.#report(spanOf(assign), { ...fault.missingValue(head), help: 'Vault ignores it at the end of a file; remove it' }, 'warning');
    } else this.#report(spanOf(assign), fault.missingValue(head));
    return null;
  }

  #expression(node: CstNode, assign: IToken): Value | null {
    const all = children(node, 'expressionToken').map(onlyToken);
    const last = all.at(-1);
    if (last === undefined) {
      this.#report(spanOf(assign), fault.expression('an expression is missing behind "="'));
      return null;
    }
    const value = buildExpression(all, this.#faults);
    this.#last = spanOf(last).end;
    return value === null ? null : { kind: 'expression', expression: value, span: value.span };
  }

  #key(what: IToken): Key {
    const span = spanOf(what);
    const text = what.image;
    switch (what.tokenType.name) {
      case 'Identifier':
        return { value: text, text, quoted: false, span };
      case 'StringLiteral':
        return { value: this.#unquoted(what), text, quoted: true, span };
      case 'UnterminatedString':
        return { value: this.#unterminated(what), text, quoted: true, span };
      case 'SingleQuoted':
      case 'SmartQuoted':
        this.#report(span, fault.wrongQuotes(text, span));
        return { value: text.slice(1, -1), text, quoted: true, span };
      case 'Interpolation':
        this.#report(span, fault.unrenderedTemplate(text));
        return { value: text, text, quoted: false, span };
      case 'BadHeredoc':
        this.#badHeredoc(what);
        return { value: text, text, quoted: false, span };
      default:
        this.#report(span, fault.badLabel(text));
        return { value: text, text, quoted: false, span };
    }
  }

  #unquoted(what: IToken): string {
    const result = unquote(what.image);
    if ('value' in result) return result.value;
    const span = { start: what.startOffset + result.fault.start, end: what.startOffset + result.fault.end };
    this.#report(span, fault.invalidEscape(what.image.slice(result.fault.start, result.fault.end)));
    return what.image.slice(1, -1);
  }

  #unterminated(what: IToken): string {
    const span = spanOf(what);
    const open = what.image.lastIndexOf('${');
    if (open > 0 && !what.image.includes('}', open) && what.image.includes('"', 1)) this.#report(span, fault.unclosedInterpolation());
    else this.#report(span, fault.unterminatedString({ start: span.end, end: span.end }));
    return what.image.slice(1);
  }

  #badHeredoc(what: IToken): void {
    const scan = scanHeredoc(this.#text, what.startOffset);
    this.#report(spanOf(what), fault.heredoc('fault' in scan ? scan.fault : 'marker'));
  }

  /** The value of an attribute or of a list element; null where nothing can be made of it. */
  #value(node: CstNode, head: string, leading: Comment[]): Value | null {
    const list = child(node, 'list');
    const object = child(node, 'object');
    const start = list
      ? (token(list, 'LSquare') as IToken).startOffset
      : object
        ? (token(object, 'LCurly') as IToken).startOffset
        : onlyToken(node).startOffset;
    leading.push(...this.#comments.before(start));
    if (list !== undefined) return this.#list(list);
    if (object !== undefined) return this.#object(object, head);
    return this.#literal(onlyToken(node));
  }

  #literal(what: IToken): Value | null {
    const span = spanOf(what);
    this.#last = span.end;
    const string = (value: string): StringValue => ({ kind: 'string', value, span });
    switch (what.tokenType.name) {
      case 'StringLiteral':
        return string(this.#unquoted(what));
      case 'UnterminatedString':
        return string(this.#unterminated(what));
      case 'Heredoc':
        return { kind: 'string', value: heredocValue(what.image), heredoc: what.image.replaceAll('\r\n', '\n'), span };
      case 'NumberLiteral': {
        const number = readNumber(what.image, span);
        if (number.fault === 'exponent' || number.fault === 'octal') this.#report(span, fault.malformedNumber(what.image));
        return number;
      }
      case 'True':
      case 'False':
        return { kind: 'boolean', value: what.tokenType.name === 'True', span };
      case 'BareWord':
        return { kind: 'expression', expression: { kind: 'reference', names: [what.image], span }, span };
      case 'Identifier':
        this.#report(span, fault.bareWord(what.image, span));
        return string(what.image);
      case 'SingleQuoted':
      case 'SmartQuoted':
        this.#report(span, fault.wrongQuotes(what.image, span));
        return string(what.image.slice(1, -1));
      case 'Interpolation':
        this.#report(span, fault.unrenderedTemplate(what.image));
        return null;
      default:
        this.#badHeredoc(what);
        return null;
    }
  }

  /** HCL1 wants a comma behind a literal or an object, not behind a list; more commas, and leading ones, it takes. */
  #list(node: CstNode): ListValue {
    const open = token(node, 'LSquare') as IToken;
    const elements: Element[] = [];
    let commaNeeded = false;
    let broken = false;
    this.#last = open.startOffset + 1;
    for (const part of children(node, 'listPart')) {
      const valueNode = child(part, 'value');
      if (valueNode === undefined) {
        const comma = part.children.Comma?.at(-1) as IToken | undefined;
        if (comma !== undefined) {
          commaNeeded = false;
          this.#last = comma.startOffset + 1;
        } else this.#stray(onlyToken(part));
        continue;
      }
      const leading: Comment[] = [];
      const nested = child(valueNode, 'list') !== undefined;
      const before = this.#last;
      const value = this.#value(valueNode, 'the list', leading);
      const start = value?.span.start ?? before;
      if (commaNeeded && !broken) this.#report(value?.span ?? { start, end: this.#last }, fault.missingComma({ start: before, end: before }));
      broken = broken || (valueNode.children.UnterminatedString ?? []).length > 0;
      commaNeeded = nested ? commaNeeded : true;
      if (value !== null) elements.push({ value, leading, trailing: this.#comments.behind(value.span.end) });
    }
    const close = token(node, 'RSquare');
    if (close === undefined && !broken) this.#report(spanOf(open), fault.unclosedList());
    const end = close === undefined ? this.#last : close.startOffset + 1;
    const dangling = this.#comments.before(close?.startOffset ?? end);
    this.#last = end;
    return { kind: 'list', elements, dangling, span: { start: open.startOffset, end } };
  }

  #object(node: CstNode, head: string): ObjectValue {
    const open = token(node, 'LCurly') as IToken;
    const close = token(node, 'RCurly');
    this.#last = open.startOffset + 1;
    let body = this.#body(children(node, 'part'), false, open.startOffset);
    if (close === undefined) body = this.#unclosed(open, head, body);
    const end = close === undefined ? this.#last : close.startOffset + 1;
    const span = { start: open.startOffset, end };
    body = { ...body, dangling: [...this.#orphans.splice(0), ...this.#comments.before(close?.startOffset ?? end)], span };
    this.#last = end;
    return { kind: 'object', body, span };
  }

  /** A block that is never closed has swallowed what follows: blocks no deeper than it are given back to its surroundings. */
  #unclosed(open: IToken, head: string, body: Body): Body {
    const depth = this.#indent(open.startOffset);
    const index = body.items.findIndex(
      (item) => !item.assigned && item.keys.length > 1 && this.#startsLine(item.span.start) && this.#indent(item.span.start) <= depth,
    );
    const swallowed = index < 0 ? [] : body.items.slice(index);
    const related = swallowed
      .slice(0, 1)
      .map((item) => ({ message: 'the block before this one is still open here', file: this.#source.file, span: (item.keys[0] as Key).span }));
    this.#report(spanOf(open), fault.unclosedBrace(head, related));
    this.#hoisted.push(...swallowed);
    return index < 0 ? body : { ...body, items: body.items.slice(0, index) };
  }

  #startsLine(offset: number): boolean {
    return /(?:^|\n)[ \t]*$/.test(this.#text.slice(Math.max(0, offset - 200), offset));
  }

  #indent(offset: number): number {
    const line = this.#text.lastIndexOf('\n', offset - 1) + 1;
    return (/^[ \t]*/.exec(this.#text.slice(line, offset)) as RegExpExecArray)[0].length;
  }

  /** Keys of assigned items, compared as written; blocks repeat freely. */
  #refuseDuplicates(items: readonly Item[]): void {
    const seen = new Map<string, Span>();
    for (const item of items) {
      if (!item.assigned) continue;
      const key = item.keys[0] as Key;
      const earlier = seen.get(key.text);
      if (earlier === undefined) seen.set(key.text, key.span);
      else this.#report(key.span, fault.duplicateAttribute(key.text, [{ message: 'set here first', file: this.#source.file, span: earlier }]));
    }
  }
}

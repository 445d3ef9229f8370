// Texts that no formatter wrote: a tree spelled with random blanks, line ends, separators, escapes, and comments between any two tokens.
// Shares nothing with the printer; expressions are bracketed in full.

import type { Body, Document, Element, Expression, Item, Value } from '@polc/grammar';
import fc from 'fast-check';
import { documents } from './document.js';

export interface SloppyText {
  readonly text: string;
  /** Every comment in the text, with its marker. */
  readonly comments: readonly string[];
  /** The tree that was spelled; its own comments were not. */
  readonly document: Document;
}

/** `choices` stands for the writer's whims; it is read round and round. */
export const sloppyTexts: fc.Arbitrary<SloppyText> = fc
  .record({
    document: documents,
    choices: fc.array(fc.nat(59), { minLength: 1, maxLength: 40 }),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
    mark: fc.constantFrom('', '', '', '\ufeff'),
  })
  .map(({ document, choices, lineEnd, mark }) => {
    const writer = new SloppyWriter(choices);
    writer.body(document.body);
    return { text: mark + writer.text.replace(/\r?\n/g, lineEnd), comments: writer.comments, document };
  });

class SloppyWriter {
  text = '';
  readonly comments: string[] = [];
  readonly #choices: readonly number[];
  #next = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  body(body: Body): void {
    this.#gap();
    body.items.forEach((item, index) => {
      this.#item(item);
      const last = index === body.items.length - 1;
      if (this.#chance(4) && item.value.kind !== 'expression') this.text += ',';
      this.#gap(last ? '' : ' ');
    });
  }

  #item(item: Item): void {
    item.keys.forEach((key, index) => {
      if (index > 0) this.#gap(' ');
      this.text += key.text;
    });
    if (item.value.kind === 'expression') {
      this.text += ` = ${this.#expression(item.value.expression)}${this.#chance(3) ? ' ' : ''}\n`;
      return;
    }
    this.#gap();
    if (item.assigned) {
      this.text += '=';
      this.#gap();
    }
    this.#value(item.value);
  }

  #value(value: Value): void {
    switch (value.kind) {
      case 'string':
        this.text += value.heredoc ?? this.#string(value.value);
        break;
      case 'number':
        this.text += value.text;
        break;
      case 'list':
        this.#list(value.elements);
        break;
      case 'object':
        this.text += '{';
        this.body(value.body);
        this.text += '}';
        break;
      default:
        this.text += String((value as { value: unknown }).value);
    }
  }

  #list(elements: readonly Element[]): void {
    this.text += '[';
    elements.forEach((element, index) => {
      this.#gap();
      this.#value(element.value);
      this.#gap();
      if (index < elements.length - 1 || this.#chance(2)) this.text += ',';
    });
    this.#gap();
    this.text += ']';
  }

  /** Escapes that the printer never chooses, character by character. */
  #string(value: string): string {
    let out = '"';
    for (const character of value) {
      const point = character.codePointAt(0) as number;
      const hex = point.toString(16);
      if (point >= 0xdc80 && point <= 0xdcff) out += `\\x${(point - 0xdc00).toString(16)}`;
      else if (point === 0x24 || point < 0x20 || point === 0xe123)
        out += this.#chance(2) && point < 0x80 ? `\\${point.toString(8).padStart(3, '0')}` : `\\u${hex.padStart(4, '0')}`;
      else if (character === '"' || character === '\\') out += `\\${character}`;
      else out += this.#chance(9) ? `\\U${hex.padStart(8, '0')}` : character;
    }
    return `${out}"`;
  }

  #expression(expression: Expression): string {
    const all = (parts: readonly Expression[]) => parts.map((part) => this.#expression(part));
    const string = (value: string) => `"${[...value].map((character) => (/[\w ]/.test(character) ? character : this.#units(character))).join('')}"`;
    switch (expression.kind) {
      case 'literal':
        return typeof expression.value === 'string' ? string(expression.value) : String(expression.value);
      case 'reference':
        return expression.names.join(this.#chance(5) ? ' . ' : '.');
      case 'list':
        return `[${this.#inside()}${all(expression.elements).join(',\n')}${expression.elements.length > 0 && this.#chance(2) ? ',' : ''}]`;
      case 'map':
        return `{${this.#inside()}${expression.entries.map((entry) => `${string(entry.key)}:${this.#expression(entry.value)}`).join(',')}}`;
      case 'index':
        return `(${this.#expression(expression.target)})[${typeof expression.index === 'number' ? expression.index : string(expression.index)}]`;
      case 'unary':
        return `(${expression.operator} ${this.#expression(expression.operand)})`;
      case 'binary':
        return `(${this.#inside()}${this.#expression(expression.left)} ${expression.operator}${this.#inside()} ${this.#expression(expression.right)})`;
      case 'call':
        return `${expression.name}(${expression.arguments.map((argument) => (argument.name === null ? '' : `${argument.name} :`) + this.#expression(argument.value)).join(' , ')})`;
    }
  }

  #units(character: string): string {
    return [...character]
      .flatMap((part) => part.split(''))
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
      .join('');
  }

  /** Between brackets a line's end means nothing. */
  #inside(): string {
    return this.#chance(4) ? '\n\t' : '';
  }

  /** Blanks, line ends and comments, or `least` where two words would run together. */
  #gap(least = ''): void {
    const gaps = [least, least, ' ', '\n', '\n\n', '\n \n\n  ', '\t', ' \r'];
    this.text += gaps[this.#choose(gaps.length)] as string;
    if (!this.#chance(7)) return;
    const number = this.comments.length;
    const written = [`#${number}`, `// ${number} \t`, `/* ${number} */`, `/*\n ${number}  \n\t*/`][this.#choose(4)] as string;
    this.comments.push(written);
    this.text += (this.#chance(3) ? '\n' : ' ') + written + (written.startsWith('/*') ? (this.#chance(2) ? '\n' : ' ') : '\n');
    if (this.#chance(3)) this.text += '\n';
  }

  #chance(outOf: number): boolean {
    return this.#choose(outOf) === 0;
  }

  #choose(count: number): number {
    const choice = this.#choices[this.#next++ % this.#choices.length] as number;
    return (choice + (this.#next >> 3)) % count;
  }
}

// JavaScript as a value: made of templates whose holes take code, literals and numbers, and never a bare string. So no text of a policy can be anything
// but the inside of a literal.

/** What may stand in a hole; a list stands line by line. */
export type Part = Code | number | readonly Code[];

export class Code {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** For text that was JavaScript before it came here: the runtime, as the build of polc made it. Nothing else. */
  static verbatim(text: string): Code {
    return new Code(text);
  }

  /** The template tag. WHY asked again what the types say: here a mistake would let a policy write code. */
  static of(pieces: TemplateStringsArray, ...parts: readonly Part[]): Code {
    return new Code(pieces.reduce((text, piece, i) => text + Code.#show(parts[i - 1]) + piece));
  }

  static #show(part: Part | undefined): string {
    if (part instanceof Code) return part.text;
    if (Array.isArray(part)) return part.map((one: Part) => Code.#show(one)).join('\n');
    if (typeof part === 'number' && Number.isFinite(part)) return part < 0 ? `(${part})` : `${part}`;
    throw new TypeError('code is made of code and numbers');
  }

  /** A string literal in ASCII: whatever the text holds, it ends where the literal ends, in a script inside a page too. */
  static literal(text: string): Code {
    return new Code(JSON.stringify(text).replace(/[<>\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }
}

/** Code from a template. */
export const code = Code.of;
export const literal = Code.literal;

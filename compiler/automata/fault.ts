// What is wrong with a regular expression or a glob, and where in it. Making it a diagnostic of the file is the caller's.

export interface Fault {
  readonly code: 'invalid-regex' | 'automaton-too-large';
  /** One sentence, lower-case, without a full stop. */
  readonly message: string;
  /** Half-open range of UTF-16 offsets in the text of the expression. */
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}

export const MAX_LENGTH = 1000;

/** null when the text is short enough to be read. */
export function checkLength(text: string): Fault | null {
  if (text.length <= MAX_LENGTH) return null;
  return { code: 'automaton-too-large', message: `this is longer than ${MAX_LENGTH} characters`, start: MAX_LENGTH, end: text.length };
}

export function tooLarge(text: string): Fault {
  return {
    code: 'automaton-too-large',
    message: 'the automaton of this expression is too large',
    start: 0,
    end: text.length,
    help: 'use smaller counts, or fewer places where the same characters can be read in more than one way',
  };
}

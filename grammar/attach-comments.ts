// Hands each comment to the node it belongs to: above it, behind it on its line, or left over at the end of a body. Every comment goes somewhere.

import type { Comment } from './ast.js';

export class CommentCursor {
  readonly #comments: readonly Comment[];
  readonly #text: string;
  #next = 0;

  constructor(comments: readonly Comment[], text: string) {
    this.#comments = comments;
    this.#text = text;
  }

  /** The comments that start before `offset` and were not handed out yet. */
  before(offset: number): readonly Comment[] {
    const first = this.#next;
    while (this.#next < this.#comments.length && (this.#comments[this.#next] as Comment).span.start < offset) this.#next++;
    return first === this.#next ? NONE : this.#comments.slice(first, this.#next);
  }

  /** The next comment, if nothing but blanks and a comma stands between `offset` and it on the line, and nothing follows it there. */
  behind(offset: number): Comment | null {
    const comment = this.#comments[this.#next];
    if (comment === undefined || comment.span.start < offset) return null;
    // A heredoc ends with its line: nothing stands behind it there.
    if (this.#text[offset - 1] === '\n') return null;
    if (!/^[ \t]*,?[ \t]*$/.test(this.#text.slice(offset, comment.span.start))) return null;
    if (comment.text.startsWith('/*') && (comment.text.includes('\n') || !/^[ \t]*,?[ \t\r]*(?:\n|$|[}\])])/.test(this.#after(comment)))) return null;
    this.#next++;
    return comment;
  }

  #after(comment: Comment): string {
    return this.#text.slice(comment.span.end, comment.span.end + 200);
  }

  /** A blank line stands between `from` and `to`. */
  isSpaced(from: number, to: number): boolean {
    // Behind a heredoc the line has ended already.
    const start = this.#text[from - 1] === '\n' ? from - 1 : from;
    return /\n[ \t\r]*\n/.test(this.#text.slice(start, to));
  }
}

const NONE: readonly Comment[] = [];

// Decision diagrams with many branches at a node: functions of a few variables, each of finitely many classes. Equal functions are one node, so that two
// decisions are the same when their numbers are. What the classes stand for is components.ts's.

/** At least 0: an inner node; below: a leaf. */
export type Node = number;

/** Work that would take too long to tell anything: what it was about is undecided. */
export class TooMuch extends Error {}

const MAX_NODES = 400_000;

export class Diagrams {
  readonly #sizes: number[] = [];
  readonly #variables: number[] = [];
  readonly #children: (readonly Node[])[] = [];
  readonly #known = new Map<string, Node>();
  readonly #leaves: unknown[] = [];
  readonly #leafOf = new Map<unknown, Node>();

  /** A variable of so many classes; nodes ask in the order in which variables were made. */
  variable(size: number): number {
    this.#sizes.push(size);
    return this.#sizes.length - 1;
  }

  sizeOf(variable: number): number {
    return this.#sizes[variable] as number;
  }

  /** Values are told apart as by `===`: whoever has objects makes each once. */
  leaf(value: unknown): Node {
    let node = this.#leafOf.get(value);
    if (node === undefined) {
      this.#leaves.push(value);
      node = -this.#leaves.length;
      this.#leafOf.set(value, node);
    }
    return node;
  }

  isLeaf(node: Node): boolean {
    return node < 0;
  }

  valueOf(leaf: Node): unknown {
    return this.#leaves[-leaf - 1];
  }

  variableOf(node: Node): number {
    return this.#variables[node] as number;
  }

  /** By class. */
  childrenOf(node: Node): readonly Node[] {
    return this.#children[node] as readonly Node[];
  }

  /** @throws TooMuch */
  node(variable: number, children: readonly Node[]): Node {
    const first = children[0] as Node;
    if (children.every((child) => child === first)) return first;
    const key = `${variable}:${children.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node = this.#variables.length;
    if (node >= MAX_NODES) throw new TooMuch();
    this.#variables.push(variable);
    this.#children.push(children);
    this.#known.set(key, node);
    return node;
  }

  /** What becomes of each value. */
  map(root: Node, change: (value: unknown) => unknown): Node {
    const done = new Map<Node, Node>();
    const walk = (node: Node): Node => {
      let result = done.get(node);
      if (result === undefined) {
        result = node < 0 ? this.leaf(change(this.valueOf(node))) : this.node(this.variableOf(node), this.childrenOf(node).map(walk));
        done.set(node, result);
      }
      return result;
    };
    return walk(root);
  }

  /** What becomes of each pair of values. `settled`: the value of one side alone may settle it; undefined where it does not. */
  combine(a: Node, b: Node, join: (a: unknown, b: unknown) => unknown, settled?: (value: unknown) => unknown): Node {
    const done = new Map<Node, Map<Node, Node>>();
    const early = (node: Node): Node | null => {
      const value = node < 0 && settled !== undefined ? settled(this.valueOf(node)) : undefined;
      return value === undefined ? null : this.leaf(value);
    };
    const walk = (left: Node, right: Node): Node => {
      const short = early(left) ?? early(right);
      if (short !== null) return short;
      if (left < 0 && right < 0) return this.leaf(join(this.valueOf(left), this.valueOf(right)));
      let row = done.get(left);
      if (row === undefined) {
        row = new Map();
        done.set(left, row);
      }
      const known = row.get(right);
      if (known !== undefined) return known;
      const leftVariable = left < 0 ? Number.POSITIVE_INFINITY : this.variableOf(left);
      const rightVariable = right < 0 ? Number.POSITIVE_INFINITY : this.variableOf(right);
      const variable = Math.min(leftVariable, rightVariable);
      const children = Array.from({ length: this.sizeOf(variable) }, (_, i) =>
        walk(leftVariable === variable ? (this.childrenOf(left)[i] as Node) : left, rightVariable === variable ? (this.childrenOf(right)[i] as Node) : right),
      );
      const node = this.node(variable, children);
      row.set(right, node);
      return node;
    };
    return walk(a, b);
  }

  /** Of two diagrams whose leaves are booleans. */
  both(a: Node, b: Node): Node {
    return this.combine(
      a,
      b,
      (left, right) => left === true && right === true,
      (value) => (value === false ? false : undefined),
    );
  }
}

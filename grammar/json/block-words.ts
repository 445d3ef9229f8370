// Which members of a strict JSON object are blocks, and where expressions stand: the one table that its reader and its printer go by. JSON cannot
// tell `x = { … }` from `x { … }`; here every word has the form that grammar/spec.md gives it.

/** What a body may hold. */
export interface BodyKind {
  readonly block: (word: string) => BlockKind | undefined;
  /**
   * Where an expression stands: nowhere, behind `expr`, behind every key. `region` is as `expr`, and `{"expr": "any"}` behind any other key is the
   * bare word.
   */
  readonly expressions: 'none' | 'expr' | 'region' | 'all';
}

export interface BlockKind {
  readonly labelled: boolean;
  readonly body: BodyKind;
}

const labelled = (body: BodyKind): BlockKind => ({ labelled: true, body });
const bare = (body: BodyKind): BlockKind => ({ labelled: false, body });

function holding(words: Readonly<Record<string, BlockKind>>, expressions: BodyKind['expressions'] = 'none'): BodyKind {
  const known = new Map(Object.entries(words));
  return { block: (word) => known.get(word), expressions };
}

/** Attributes only: an object is the value of one. */
export const PLAIN: BodyKind = holding({});

const condition = holding(
  {
    ...{ time: bare(PLAIN), location: bare(PLAIN), agent: bare(PLAIN), user: bare(PLAIN), delegation: bare(PLAIN), target: bare(PLAIN) },
    ...{ session: bare(PLAIN), context: bare(PLAIN) },
  },
  'expr',
);

const controlGroup = holding({ factor: labelled(holding({ identity: bare(PLAIN) })) });
const stanza = holding({
  parameters: bare(holding({}, 'all')),
  when: bare(condition),
  approval: bare(PLAIN),
  control_group: bare(controlGroup),
});
const stanzas = holding({ path: labelled(stanza) });

const principal = holding({
  identity: bare(holding({ jwt: bare(PLAIN) })),
  ceiling: bare(PLAIN),
  ephemeral: bare(PLAIN),
});

const guardrail = holding({ on: bare(PLAIN), require: bare(condition), forbid: bare(condition), approval: bare(PLAIN) });

/** Whatever holds an object declares an attribute. */
const declarations: BodyKind = { block: () => bare(PLAIN), expressions: 'none' };
const schema = holding({
  ...{ agent: bare(declarations), user: bare(declarations), target: bare(declarations), context: bare(declarations), session: bare(declarations) },
  // WHY: behind `=` in any `parameters` block HCL's lexer reads an expression.
  parameters: bare({ ...declarations, expressions: 'all' }),
});

const given = holding({
  ...{ consent: labelled(PLAIN), agent: labelled(principal), user: labelled(PLAIN), group: labelled(PLAIN), delegation: labelled(PLAIN) },
  approved: bare(PLAIN),
});
const region = holding({}, 'region');
const test = holding({ matrix: bare(PLAIN), given: bare(given), request: bare(PLAIN), expect: bare(PLAIN) });
const property = holding({ given: bare(given), for_all: bare(region), expect: bare(PLAIN) });
const invariant = holding({ never: bare(region), only_if: bare(region), at_most: bare(region) });

/** Of a document. */
export const DOCUMENT: BodyKind = holding({
  ...{ path: labelled(stanza), policy: labelled(stanzas), scope: labelled(stanzas) },
  ...{ agent_type: labelled(principal), agent: labelled(principal), user: labelled(PLAIN), group: labelled(PLAIN), delegation: labelled(PLAIN) },
  ...{ guardrail: labelled(guardrail), condition: labelled(condition), target: labelled(PLAIN), tools: labelled(PLAIN), schema: bare(schema) },
  ...{ test: labelled(test), property: labelled(property), invariant: labelled(invariant) },
});

// Mutations of the items of a block by their key: conditions, shapes, lists, bounds, words. What a key means is the language's (grammar/spec.md §5, §6).

import type { Item, Value } from '@polc/grammar';
import { type Change, type Emit, type MutantKind, replacing, withoutElement, withoutItem } from './change.js';
import { movedText } from './move-text.js';
import { dropElements, moveNumber, mutateCondition, mutateShape, short } from './mutate-expressions.js';
import { mutatedPatterns } from './mutate-pattern.js';

const CONDITIONS = new Set(['when', 'require', 'forbid', 'condition']);
const CLAUSES = new Set(['time', 'location', 'agent', 'user', 'delegation', 'target', 'session', 'context']);
const RULES = new Set(['allowed_parameters', 'denied_parameters']);

/** Keys that a mutant leaves out, where leaving them out means something. */
const DROPPED: Readonly<Record<string, MutantKind>> = {
  ...{ approval: 'drop-approval', parameters: 'loosen-shape', allowed_parameters: 'drop-parameter-rule', denied_parameters: 'drop-parameter-rule' },
  ...{ required_parameters: 'drop-parameter-rule', max_ttl: 'drop-key', ceiling: 'drop-key', ephemeral: 'drop-key', type: 'drop-key', expires: 'drop-key' },
  ...{ ceiling_policies: 'drop-key', purposes: 'drop-key', uses: 'drop-key', within: 'change-approval', mfa_methods: 'drop-key', control_group: 'drop-key' },
  ...{ min_wrapping_ttl: 'drop-key', max_wrapping_ttl: 'drop-key', max_depth: 'drop-key', direct: 'drop-key', sessions: 'drop-key' },
};

/** Words, and what each becomes. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly [MutantKind, string]>>>> = {
  consent: { explicit: ['loosen-consent', 'implied'], implied: ['loosen-consent', 'explicit'] },
  status: { suspended: ['loosen-status', 'active'], revoked: ['loosen-status', 'active'] },
};

/** An item of some block; `within` are the types of the blocks around it. */
export function mutateBlock(item: Item, within: readonly string[], source: string, emit: Emit): void {
  const name = item.keys[0]?.value ?? '';
  const { value, span } = item;
  const drop = DROPPED[name];
  const inCondition = within.some((each) => CONDITIONS.has(each));
  if (drop !== undefined && !inCondition) emit({ kind: drop, span, edits: withoutItem(source, item), description: `${name} is gone` });
  if (CONDITIONS.has(name) && value.kind === 'object') {
    mutateConditionBlock(item, name, source, emit);
    return;
  }
  if (name === 'parameters' && value.kind === 'object' && !inCondition) {
    for (const member of value.body.items) mutateParameter(member, source, emit);
    return;
  }
  if (RULES.has(name) && value.kind === 'object') {
    for (const rule of value.body.items) mutateRule(rule, name, source, emit);
    return;
  }
  if (value.kind === 'object') {
    for (const inner of value.body.items) mutateBlock(inner, [...within, name], source, emit);
    return;
  }
  mutateValue(name, value, within, source, emit);
}

/** A parameter with its shape: without it, the parameter is refused. */
function mutateParameter({ keys, value, span }: Item, source: string, emit: Emit): void {
  if (value.kind !== 'expression') return;
  const { expression } = value;
  const name = keys[0]?.value ?? '';
  const isOptional = expression.kind === 'call' && expression.name === 'optional';
  if (!isOptional && name !== '*') {
    const text = source.slice(expression.span.start, expression.span.end);
    emit({ kind: 'loosen-shape', span, edits: replacing(expression.span, `optional(${text})`), description: `${name} may be absent` });
  }
  mutateShape(expression, source, emit);
}

function mutateRule(rule: Item, list: string, source: string, emit: Emit): void {
  const name = rule.keys[0]?.value ?? '';
  emit({ kind: 'drop-parameter-rule', span: rule.span, edits: withoutItem(source, rule), description: `${name} is gone from ${list}` });
  const { value } = rule;
  if (value.kind !== 'list') return;
  const spans = value.elements.map((element) => element.value.span);
  dropElements(spans, source, emit);
  if (spans.length > 0) emit({ kind: 'drop-value', span: value.span, edits: replacing(value.span, '[]'), description: `${name} in ${list} may be anything` });
}

function mutateConditionBlock(block: Item, name: string, source: string, emit: Emit): void {
  const { value, span, keys } = block;
  if (value.kind !== 'object') return;
  const head = keys[0]?.span ?? span;
  const what = keys.map((key) => key.text).join(' ');
  if (name !== 'condition')
    emit({ kind: 'drop-condition', span: head, edits: withoutItem(source, block), description: `${short(source.slice(span.start, span.end))} is gone` });
  for (const truth of [true, false]) {
    const edits = replacing(value.span, `{ expr = ${truth} }`);
    emit({ kind: truth ? 'condition-true' : 'condition-false', span: head, edits, description: `${what} is always ${truth}` });
  }
  const { items } = value.body;
  for (const item of items) mutateMember(item, items.length > 1, source, emit);
}

/** `others`: it can be left out, and the condition still says something. */
function mutateMember(item: Item, others: boolean, source: string, emit: Emit): void {
  const { value, span, keys } = item;
  const name = keys[0]?.value ?? '';
  if (others) emit({ kind: 'drop-clause', span, edits: withoutItem(source, item), description: `${short(source.slice(span.start, span.end))} is gone` });
  if (value.kind === 'expression') mutateCondition(value.expression, source, emit);
  else if (CLAUSES.has(name) && value.kind === 'object') {
    const { items } = value.body;
    for (const inner of items) {
      const key = inner.keys[0]?.value ?? '';
      if (items.length > (name === 'time' ? 2 : 1) && key !== 'zone')
        emit({
          kind: 'drop-clause',
          span: inner.span,
          edits: withoutItem(source, inner),
          description: `${short(source.slice(inner.span.start, inner.span.end))} is gone`,
        });
      if (inner.value.kind === 'object')
        for (const part of inner.value.body.items) mutateValue(part.keys[0]?.value ?? '', part.value, ['when', key], source, emit);
      else mutateValue(key, inner.value, ['when'], source, emit);
    }
  } else mutateValue(name, value, ['when'], source, emit);
}

function mutateValue(name: string, value: Value, within: readonly string[], source: string, emit: Emit): void {
  const { span } = value;
  const kind: Change['kind'] = within.at(-1) === 'approval' ? 'change-approval' : 'move-bound';
  switch (value.kind) {
    case 'list':
      mutateList(
        name,
        value.elements.map((element) => element.value),
        within,
        source,
        emit,
      );
      return;
    case 'number':
      moveNumber(span, source, `${name} `, emit, kind);
      return;
    case 'boolean':
      emit({
        kind: kind === 'change-approval' ? kind : 'flip-flag',
        span,
        edits: replacing(span, String(!value.value)),
        description: `${name} becomes ${!value.value}`,
      });
      return;
    case 'string': {
      const word = within.length === 1 && !CONDITIONS.has(within[0] ?? '') ? WORDS[name]?.[value.value] : undefined;
      if (word !== undefined) emit({ kind: word[0], span, edits: replacing(span, JSON.stringify(word[1])), description: `${name} becomes ${word[1]}` });
      else if (name !== 'reason' && name !== 'zone')
        for (const { text, description } of movedText(value.value))
          emit({ kind, span, edits: replacing(span, JSON.stringify(text)), description: `${name}: ${description}` });
      return;
    }
    case 'expression':
      mutateCondition(value.expression, source, emit);
  }
}

function mutateList(name: string, elements: readonly Value[], within: readonly string[], source: string, emit: Emit): void {
  const spans = elements.map(({ span }) => span);
  dropElements(spans, source, emit);
  if (spans.length === 1 && (name === 'policies' || name === 'groups'))
    emit({ kind: 'drop-value', span: spans[0] as Value['span'], edits: withoutElement(spans, 0), description: `${name} has nothing left` });
  for (const value of elements) {
    if (value.kind !== 'string') continue;
    const edited = (text: string) => replacing(value.span, JSON.stringify(text));
    if (name === 'paths') {
      for (const { kind, pattern } of mutatedPatterns(value.value))
        emit({ kind, span: value.span, edits: edited(pattern), description: `${value.value} becomes ${pattern}` });
    } else if (within.includes('when') || CONDITIONS.has(within.at(-1) ?? '')) {
      for (const { text, description } of movedText(value.value)) emit({ kind: 'move-bound', span: value.span, edits: edited(text), description });
    }
  }
}

// `all` over a list that may be empty, where its being true opens something: over the empty list it is true. Which lists may be empty is
// walk.ts's; `any` is left alone, for that no element is so is what its author says.

import type { Code } from '@polc/runtime';
import { quantifiersOverEmpty } from '../../expression/walk.js';
import type { Condition, Parameters } from '../../model/condition.js';
import { attributeName, openingStanzas, placeIn } from '../conditions.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const allOverEmptyList: Rule = {
  id: 'all-over-empty-list',
  reach: 'file',
  severity: 'error',
  summary: 'a condition over all elements of a list that may be empty, which the empty list meets',
  check(context) {
    for (const { file, when, parameters } of openingStanzas(context.model)) judge(context, file, when, true, parameters);
    for (const { file, record } of context.model.blocks.guardrails) {
      for (const condition of record.require) judge(context, file, [condition], true, null);
      for (const condition of record.forbid) judge(context, file, [condition], false, null);
    }
  },
};

/** Conditions that must hold together; each of them true, or false, lets a request through. */
function judge(context: RuleContext, file: string, conditions: readonly Condition[], truth: boolean, parameters: Parameters | null): void {
  if (conditions.length === 0) return;
  const said = new Set<string>();
  for (const { quantifier, list } of quantifiersOverEmpty(['and', ...conditions.map(({ code }) => code)], truth)) {
    const name = nameOf(list);
    if (quantifier !== 'all' || isFilled(list, parameters) || said.has(name)) continue;
    said.add(name);
    const holder = conditions.find(({ code }) => quantifiersOverEmpty(code, truth).some((each) => each.quantifier === 'all' && nameOf(each.list) === name));
    if (holder === undefined) continue;
    context.report({
      file,
      span: placeIn(
        holder,
        context.conditions,
        (part) => part.kind === 'call' && part.name === 'all' && (attributeName(part.arguments[1]?.value) ?? name) === name,
      ),
      message: `all(…) is true over an empty list, and ${name === '' ? 'its list' : quoted(name)} may be empty`,
      help: `ask for an element too: length(${name === '' ? '…' : name}) > 0 && all(…)`,
    });
  }
}

/** Empty for what is no attribute. */
function nameOf(list: Code): string {
  return list[0] === 'read' ? list.slice(1).join('.') : '';
}

/** A parameter whose shape wants an element. */
function isFilled(list: Code, parameters: Parameters | null): boolean {
  const [operator, root, name, ...rest] = list;
  if (operator !== 'read' || root !== 'parameters' || rest.length > 0) return false;
  const shape = parameters?.shape.members.find(([member]) => member === name)?.[2];
  return shape?.kind === 'list' && (shape.min_items ?? 0) > 0;
}

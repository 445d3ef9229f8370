// What a test expects of the decision (grammar/spec.md §13.2): each member known, of its type, and none that another one rules out.

import type { Value } from '@polc/grammar';
import { foldName, OUTCOMES, parseDuration } from '@polc/runtime';
import { EXPECTED_LAYERS, type Expectation, type Expected } from '../../model/tests.js';
import type { CheckContext } from '../context.js';
import { compact, Fields, type Inner } from '../fields.js';
import { refer } from '../read-names.js';

const KEYS = [...['decision', 'outcome', 'policy', 'path', 'layer', 'guardrail', 'max_ttl', 'uses', 'approval', 'mfa'], ...['missing', 'advice', 'message']];
const OF_PROPERTY = ['decision', 'outcome'];
const DECISIONS = ['allow', 'deny'] as const;

/** null where nothing is expected, which has been reported. */
export function readExpect({ items, span }: Inner, kind: 'test' | 'property', context: CheckContext): Expectation | null {
  const { report } = context;
  const fields = new Fields(items, { what: 'expect', keys: kind === 'test' ? KEYS : OF_PROPERTY }, span, report);
  if (items.length === 0) {
    report.error('missing-key', span, 'expect says nothing', 'write decision = "allow" or "deny", or what else must be so');
    return null;
  }
  const at = <T>(key: string, value: T | undefined): Expected<T> | undefined =>
    value === undefined ? undefined : { value, span: (fields.value(key) as Value).span };
  const named = (key: string) => at(key, fields.text(key)?.name);
  const names = (key: string) =>
    at(
      key,
      fields.texts(key)?.map(({ name }) => name),
    );
  const policy = fields.text('policy');
  const guardrail = fields.text('guardrail');
  const expectation = compact<Expectation>({
    decision: at('decision', fields.word('decision', DECISIONS)),
    outcome: at('outcome', fields.word('outcome', OUTCOMES)),
    policy: policy === undefined ? undefined : at('policy', refer('policy_or_scope', { ...policy, name: foldName(policy.name) }, context)),
    path: named('path'),
    layer: at('layer', fields.word('layer', EXPECTED_LAYERS)),
    guardrail: guardrail === undefined ? undefined : at('guardrail', refer('guardrail', guardrail, context)),
    max_ttl: at('max_ttl', readLimit('max_ttl', fields)),
    uses: at('uses', readLimit('uses', fields)),
    approval: at('approval', fields.boolean('approval')),
    mfa: at('mfa', fields.boolean('mfa')),
    missing: names('missing'),
    advice: names('advice'),
    message: named('message'),
  });
  refuseContradiction(expectation, context);
  return expectation;
}

/** Seconds, or a number of uses; `"none"`: there is no limit. What is left of a `max_ttl` may be 0. */
function readLimit(key: 'max_ttl' | 'uses', fields: Fields): number | 'none' | undefined {
  const value = fields.value(key);
  if (value?.kind === 'string' && value.value === 'none') return 'none';
  if (key === 'uses' || value?.kind !== 'string') return fields.integer(key, 0);
  return parseDuration(value.value) === 0 ? 0 : fields.duration(key);
}

function refuseContradiction({ decision, outcome, approval, mfa }: Expectation, { report }: CheckContext): void {
  if (decision === undefined) return;
  const allows = decision.value === 'allow';
  const other = [
    outcome !== undefined && (outcome.value === 'allowed') !== allows ? outcome : undefined,
    allows && approval?.value === true ? approval : undefined,
    allows && mfa?.value === true ? mfa : undefined,
  ].find((each) => each !== undefined);
  if (other === undefined) return;
  report.error(
    'contradictory-expectation',
    other.span,
    `this can never be so beside decision = "${decision.value}"`,
    '"allow" means allowed with nothing outstanding, "deny" everything else',
    [{ message: 'expected here', file: report.file, span: decision.span }],
  );
}

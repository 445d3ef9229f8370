// The oracle: a slow, plain evaluator, straight over the tree. Of Vault ACL policies here, written from vault-acl.md to be read beside it; of the
// whole language in language/, written from spec.md.
// It takes types from the compiler and the runtime and never a value, so that it cannot share their faults.

import type { Document } from '@polc/grammar';
import type { ControlGroup, Outcome, Request } from '@polc/runtime';
import { capabilitiesOf } from './capabilities.js';
import { type DecodedPolicy, decodePolicy } from './decode-policy.js';
import { toLower, trimSpace } from './go-strings.js';
import { mergeRules } from './merge-rules.js';
import { readPattern } from './patterns.js';
import { askedWrapTtl, refuseForm } from './request-form.js';
import type { MergedRule, OracleRule } from './rule.js';
import { selectRule } from './select-rule.js';
import { renderTemplate, type TemplateFacts } from './templates.js';
import { judge } from './verdict.js';

export * from './language/index.js';
export type { OraclePattern, OracleRule, ParameterMap, PatternClass, PolicyValue } from './rule.js';
export { OUT_OF_REACH } from './rule.js';

export interface OracleDecision {
  readonly allowed: boolean;
  readonly outcome: Outcome;
  readonly root_privs: boolean;
  readonly granting: readonly string[];
  /** Sorted. */
  readonly capabilities: readonly string[];
  readonly mfa_methods: readonly string[];
  readonly control_group: ControlGroup | null;
}

export interface OracleOptions {
  /** Whether the built-in policy `root` may be used at all; not unless it is said. */
  readonly allowRoot?: boolean;
}

const REFUSED: OracleDecision = {
  allowed: false,
  outcome: 'internal',
  root_privs: false,
  granting: [],
  capabilities: ['deny'],
  mfa_methods: [],
  control_group: null,
};

/** §1.3 to §1.8. The parser's own errors are not repeated: a document is accepted when neither has any. */
export function oracleParse(document: Document): DecodedPolicy {
  return decodePolicy(document);
}

/** Policies by name, folded as §2 says; each must be one that Vault accepts. */
export function oracleDecide(policies: ReadonlyMap<string, Document>, request: Request, options: OracleOptions = {}): OracleDecision {
  const fault = refuseForm(request);
  if (fault !== null) return { ...REFUSED, outcome: fault };
  const names = (request.policies ?? []).map((name) => toLower(trimSpace(name)));
  if (names.includes('root')) {
    if (options.allowRoot !== true) return { ...REFUSED, outcome: 'unknown_policy' };
    // §2: "it must be the only policy, else the whole ACL fails to build".
    if (names.length > 1) return { ...REFUSED, outcome: 'malformed_request' };
    return { ...REFUSED, allowed: true, outcome: 'allowed', root_privs: true, granting: ['root'], capabilities: ['root'] };
  }
  let rules: readonly MergedRule[];
  try {
    rules = rulesOf(policies, names, { identity: request.identity ?? null, now: nowOf(request) });
  } catch (error) {
    if (error instanceof UnbuildableAcl) return { ...REFUSED, outcome: 'internal' };
    throw error;
  }
  // §4: "strip all leading `/`".
  const path = request.path.replace(/^\/+/, '');
  const capabilities = capabilitiesOf(rules, path);
  // §5.0: help is allowed "even with no rule or deny (no granting list)", and looks at no rule.
  if (request.operation === 'help') return { ...REFUSED, allowed: true, outcome: 'allowed', capabilities };
  const rule = selectRule(rules, request.operation, path);
  const verdict = judge(rule, { operation: request.operation, parameters: request.parameters ?? null, wrapTtl: askedWrapTtl(request) });
  return {
    allowed: verdict.outcome === 'allowed',
    ...verdict,
    root_privs: rule?.capabilities.includes('sudo') ?? false, // §5.4
    capabilities,
    mfa_methods: rule?.mfaMethods ?? [], // "reported whatever the verdict"
    control_group: rule?.controlGroup ?? null,
  };
}

/** §2: policies in the order of the list, a repeated one again; "names that do not exist are ignored". §7: a stanza that cannot be rendered is dropped. */
function rulesOf(policies: ReadonlyMap<string, Document>, names: readonly string[], facts: TemplateFacts): readonly MergedRule[] {
  const found: (readonly [policy: string, rule: OracleRule])[] = [];
  for (const name of names) {
    const document = policies.get(name);
    if (document === undefined) continue;
    const { errors, rules } = decodedOnce(document);
    if (errors.length > 0) throw new Error(`the oracle was given a policy that Vault refuses: ${name}: ${errors.join('; ')}`);
    for (const rule of rules) {
      const rendered = rule.templated ? render(rule, facts) : rule;
      if (rendered !== null) found.push([name, rendered]);
    }
  }
  return mergeRules(found);
}

const DECODED = new WeakMap<Document, DecodedPolicy>();

/** A document says the same whoever asks. */
function decodedOnce(document: Document): DecodedPolicy {
  const decoded = DECODED.get(document) ?? decodePolicy(document);
  DECODED.set(document, decoded);
  return decoded;
}

class UnbuildableAcl extends Error {}

/** §7: "After rendering, §1.8 steps 2-6 apply". */
function render(rule: OracleRule, facts: TemplateFacts): OracleRule | null {
  const text = renderTemplate(rule.written, facts);
  if (text === null) return null;
  const pattern = readPattern(text);
  // §1.8.4 is an error of the policy: with it the ACL cannot be built, and nothing is allowed.
  if (pattern === null) throw new UnbuildableAcl();
  return { ...rule, pattern };
}

/** contracts.md: `context.time` is RFC 3339 or milliseconds and defaults to the clock; malformed is unknown. */
function nowOf(request: Request): number | null {
  const time = request.context?.time ?? Date.now();
  const now = typeof time === 'string' ? Date.parse(time) : time;
  return typeof now === 'number' && Number.isFinite(now) ? Math.trunc(now) : null;
}

// The lint rules, in the order in which their findings are made: first what decides otherwise than it reads, then what has no effect, then form.

import type { Rule } from '../rule.js';
import { agentAdministers } from './agent-administers.js';
import { agentCallsItself } from './agent-calls-itself.js';
import { agentWithoutOwner } from './agent-without-owner.js';
import { agentWithoutPolicies } from './agent-without-policies.js';
import { agentWithoutTtl } from './agent-without-ttl.js';
import { allOverEmptyList } from './all-over-empty-list.js';
import { approvalByOneself } from './approval-by-oneself.js';
import { booleanAsString } from './boolean-as-string.js';
import { bypassedCondition } from './bypassed-condition.js';
import { callWithoutInvoke } from './call-without-invoke.js';
import { callerAssertedCondition } from './caller-asserted-condition.js';
import { caseVariantName } from './case-variant-name.js';
import { caseVariantPattern } from './case-variant-pattern.js';
import { cidrOfEverything } from './cidr-of-everything.js';
import { confusableNames } from './confusable-names.js';
import { constantCondition } from './constant-condition.js';
import { containedCidr } from './contained-cidr.js';
import { createWithoutUpdate } from './create-without-update.js';
import { delegatesToEveryone } from './delegates-to-everyone.js';
import { delegationWithoutExpiry } from './delegation-without-expiry.js';
import { deniedWithoutAllowed } from './denied-without-allowed.js';
import { denyCancelsGrant } from './deny-cancels-grant.js';
import { denyMixed } from './deny-mixed.js';
import { disjointCeiling } from './disjoint-ceiling.js';
import { doubleLeadingSlash } from './double-leading-slash.js';
import { duplicateCapability } from './duplicate-capability.js';
import { duplicateValue } from './duplicate-value.js';
import { emptyCapabilities } from './empty-capabilities.js';
import { emptyPeriod } from './empty-period.js';
import { globValueOnListParameter } from './glob-value-on-list-parameter.js';
import { grantsEverything } from './grants-everything.js';
import { hiddenCharacter } from './hidden-character.js';
import { impossibleCondition } from './impossible-condition.js';
import { ineffectiveMaxTtl } from './ineffective-max-ttl.js';
import { inheritedPolicies } from './inherited-policies.js';
import { innerStar } from './inner-star.js';
import { invokesEveryServer } from './invokes-every-server.js';
import { kv2ListOnData } from './kv2-list-on-data.js';
import { kv2MissingData } from './kv2-missing-data.js';
import { kv2NestedParameter } from './kv2-nested-parameter.js';
import { leadingSlash } from './leading-slash.js';
import { legacyPolicyKeyword } from './legacy-policy-keyword.js';
import { listWithoutSlash } from './list-without-slash.js';
import { literalStarValue } from './literal-star-value.js';
import { mandatoryWrapping } from './mandatory-wrapping.js';
import { misplacedDelegate } from './misplaced-delegate.js';
import { misplacedInvoke } from './misplaced-invoke.js';
import { missingSudo } from './missing-sudo.js';
import { misspeltAgent } from './misspelt-agent.js';
import { misspeltApprover } from './misspelt-approver.js';
import { misspeltServer } from './misspelt-server.js';
import { mixedScriptName } from './mixed-script-name.js';
import { mutableAliasMetadata } from './mutable-alias-metadata.js';
import { narrowingOverride } from './narrowing-override.js';
import { parameterTemplate } from './parameter-template.js';
import { parametersNotEnforced } from './parameters-not-enforced.js';
import { plusInsideSegment } from './plus-inside-segment.js';
import { prefixCrossesName } from './prefix-crosses-name.js';
import { reachesEveryHost } from './reaches-every-host.js';
import { redundantStanza } from './redundant-stanza.js';
import { requiredParametersOnRead } from './required-parameters-on-read.js';
import { restrictionBesideDeny } from './restriction-beside-deny.js';
import { restrictionSpreads } from './restriction-spreads.js';
import { scopeBeyondDelegator } from './scope-beyond-delegator.js';
import { selfEscalation } from './self-escalation.js';
import { shadowedStanza } from './shadowed-stanza.js';
import { stanzaBeyondCeiling } from './stanza-beyond-ceiling.js';
import { starParameterValues } from './star-parameter-values.js';
import { sudoAlone } from './sudo-alone.js';
import { templatedDeny } from './templated-deny.js';
import { tooManyApprovers } from './too-many-approvers.js';
import { unbrowsableFolder } from './unbrowsable-folder.js';
import { uncoveredBase } from './uncovered-base.js';
import { unheldPolicy } from './unheld-policy.js';
import { unknownTemplate } from './unknown-template.js';
import { unmatchableNumber } from './unmatchable-number.js';
import { unreachableDeny } from './unreachable-deny.js';
import { unusableDepth } from './unusable-depth.js';
import { unusedAgentType } from './unused-agent-type.js';
import { unusedCondition } from './unused-condition.js';
import { unusedGroup } from './unused-group.js';
import { unusedScope } from './unused-scope.js';
import { unusedTarget } from './unused-target.js';
import { unusedTools } from './unused-tools.js';
import { uppercasePolicyValue } from './uppercase-policy-value.js';
import { uppercaseRequiredParameter } from './uppercase-required-parameter.js';
import { uselessDelegation } from './useless-delegation.js';
import { userWithoutPolicies } from './user-without-policies.js';
import { vacuousCondition } from './vacuous-condition.js';
import { wholeWeekWindow } from './whole-week-window.js';
import { widenedParameter } from './widened-parameter.js';
import { wideningMerge } from './widening-merge.js';
import { wildcardOverDestructiveTool } from './wildcard-over-destructive-tool.js';

export const RULES: readonly Rule[] = [
  unreachableDeny,
  shadowedStanza,
  templatedDeny,
  unknownTemplate,
  doubleLeadingSlash,
  innerStar,
  plusInsideSegment,
  caseVariantPattern,
  denyMixed,
  denyCancelsGrant,
  restrictionBesideDeny,
  bypassedCondition,
  wideningMerge,
  impossibleCondition,
  callerAssertedCondition,
  allOverEmptyList,
  emptyCapabilities,
  sudoAlone,
  selfEscalation,
  kv2MissingData,
  kv2ListOnData,
  kv2NestedParameter,
  listWithoutSlash,
  restrictionSpreads,
  parametersNotEnforced,
  requiredParametersOnRead,
  uppercaseRequiredParameter,
  unmatchableNumber,
  literalStarValue,
  starParameterValues,
  parameterTemplate,
  globValueOnListParameter,
  uppercasePolicyValue,
  legacyPolicyKeyword,
  mandatoryWrapping,
  booleanAsString,
  deniedWithoutAllowed,
  mutableAliasMetadata,
  duplicateCapability,
  leadingSlash,
  agentWithoutOwner,
  agentWithoutPolicies,
  agentWithoutTtl,
  delegationWithoutExpiry,
  disjointCeiling,
  stanzaBeyondCeiling,
  scopeBeyondDelegator,
  uselessDelegation,
  unheldPolicy,
  unusableDepth,
  unusedAgentType,
  unusedCondition,
  unusedGroup,
  unusedScope,
  unusedTarget,
  unusedTools,
  userWithoutPolicies,
  approvalByOneself,
  cidrOfEverything,
  constantCondition,
  containedCidr,
  duplicateValue,
  emptyPeriod,
  misspeltApprover,
  tooManyApprovers,
  vacuousCondition,
  wholeWeekWindow,
  agentAdministers,
  agentCallsItself,
  callWithoutInvoke,
  delegatesToEveryone,
  grantsEverything,
  ineffectiveMaxTtl,
  invokesEveryServer,
  misplacedDelegate,
  misplacedInvoke,
  misspeltAgent,
  misspeltServer,
  reachesEveryHost,
  wildcardOverDestructiveTool,
  caseVariantName,
  confusableNames,
  createWithoutUpdate,
  hiddenCharacter,
  inheritedPolicies,
  missingSudo,
  mixedScriptName,
  narrowingOverride,
  prefixCrossesName,
  redundantStanza,
  unbrowsableFolder,
  uncoveredBase,
  widenedParameter,
];

// What a log shows about policies: of each stanza, for which requests it was needed. A line whose decision the present policies do not give is no evidence:
// it is set apart.

import { accountOf, type Decision, type Engine, instantOf, type JsonObject } from '@polc/runtime';
import { CAPABILITIES, type Capability, type Stanza } from '../model/stanza.js';
import type { JudgedEntry, LogEntry } from './entry.js';

/** A request, or a handing on, for which a stanza was needed. */
export interface Use {
  readonly entry: LogEntry;
  readonly capability: Capability;
  /** As decided. */
  readonly path: string;
  /** Of a handing on there are none. */
  readonly parameters: JsonObject | null;
  /** Milliseconds; null where the log has no time. */
  readonly time: number | null;
  /** Vault's parameter lists were looked at. */
  readonly listed: boolean;
}

export interface Evidence {
  /** By the stanza's key. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Allowed, or allowed but for an approval or a second factor: what has to stay so. */
  readonly wanted: readonly JudgedEntry[];
  readonly denied: readonly JudgedEntry[];
  /** The log says another thing than the present policies. */
  readonly disagreeing: readonly JudgedEntry[];
  /** How many lines said nothing of a decision. */
  readonly decidedHere: number;
}

/** Two stanzas of one policy with one pattern on one line are one. */
export const keyOf = ({ policy, file, line, written }: Pick<Stanza, 'policy' | 'file' | 'line'> & { readonly written: string }) =>
  JSON.stringify([policy, file, line, written]);

const OPEN: ReadonlySet<string> = new Set(['allowed', 'approval_required', 'mfa_required']);

export const isOpen = ({ outcome }: Pick<Decision, 'outcome'>) => OPEN.has(outcome);

export function gatherEvidence(engine: Engine, entries: readonly LogEntry[]): Evidence {
  const uses = new Map<string, Use[]>();
  const wanted: JudgedEntry[] = [];
  const denied: JudgedEntry[] = [];
  const disagreeing: JudgedEntry[] = [];
  for (const entry of entries) {
    const decision = engine.decide(entry.request);
    const { allowed, outcome } = decision;
    const judged = { entry, allowed, outcome };
    if (disagrees(entry, decision)) disagreeing.push(judged);
    else if (isOpen(decision)) {
      wanted.push(judged);
      addUses(engine, entry, decision, uses);
    } else denied.push(judged);
  }
  return { uses, wanted, denied, disagreeing, decidedHere: entries.filter(({ logged }) => logged === null).length };
}

function disagrees({ logged }: LogEntry, { allowed, outcome }: Decision): boolean {
  return logged !== null && (logged.allowed !== allowed || (logged.outcome !== null && logged.outcome !== outcome));
}

/** Layers that are no policy lists of principals. */
const OTHERS: ReadonlySet<string> = new Set(['scope', 'rar']);

function addUses(engine: Engine, entry: LogEntry, { rules }: Decision, uses: Map<string, Use[]>): void {
  const granted = new Set(rules.filter(({ role, layer }) => role === 'granted' && !OTHERS.has(layer)).map((rule) => `${rule.layer} ${keyOfRule(rule)}`));
  const time = timeOf(entry);
  for (const { layer, environment, lists } of accountOf(engine, entry.request).layers) {
    if (OTHERS.has(layer)) continue;
    const { operation, path, parameters } = environment.asked;
    if (operation === undefined) continue;
    const capability = CAPABILITIES[Math.log2(operation.bit)] as Capability;
    for (const { rule } of lists)
      for (const stanza of rule?.stanzas ?? []) {
        const key = keyOf(stanza);
        if (!granted.has(`${layer} ${key}`)) continue;
        const found = uses.get(key) ?? [];
        if (found.length === 0) uses.set(key, found);
        // In two layers it is the same use.
        const last = found.at(-1);
        if (last?.entry === entry && last.path === path && last.capability === capability) continue;
        found.push({ entry, capability, path, parameters, time, listed: operation.parameters });
      }
  }
}

const keyOfRule = ({ policy, file, line, path }: Decision['rules'][number]) => keyOf({ policy, file, line, written: path });

function timeOf({ request }: LogEntry): number | null {
  const time = request.context?.time;
  return time === undefined ? null : instantOf(time);
}

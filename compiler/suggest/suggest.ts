// The least policies that a log of decisions asks for: what it allows stays allowed, nothing opens, what it denies stays denied. First everything is narrowed
// as far as the log goes; then, for as long as a promise is broken, what breaks it takes a step back towards the text as it is.

import { hasErrors, makeSource, parse } from '@polc/grammar';
import { type Engine, type Facts, loadBundle } from '@polc/runtime';
import type { Load } from '../check/read-tools-block.js';
import { worldOf } from '../compare/world.js';
import type { Stanza } from '../model/stanza.js';
import { check, Workspace } from '../pipeline.js';
import type { SourceText } from '../source-text.js';
import { Blame } from './blame.js';
import type { JudgedEntry, LogEntry } from './entry.js';
import { type Evidence, gatherEvidence, isOpen } from './evidence.js';
import { type Group, groupsOf } from './group.js';
import { type Candidates, candidatesOf } from './holders.js';
import { type Plan, planOf } from './plan.js';
import { type Containment, within } from './within.js';
import { type Target, type WrittenFile, writeFile } from './write-files.js';

export interface SuggestOptions {
  readonly facts?: Facts;
  readonly load?: Load;
  /** One agent's policies only. */
  readonly agent?: string;
  /** Narrow policies, too, that others hold of whom the log has nothing. */
  readonly shared?: boolean;
  /** How many different values of a segment make it a wildcard. */
  readonly generalize?: number;
  /** How many values of a parameter are few enough to be listed; 0: parameters stay as they are. */
  readonly values?: number;
  /** Milliseconds: the time of requests that have none. */
  readonly now: number;
  /** Between two rounds, with how many there have been. */
  readonly onRound?: (round: number) => void;
}

export interface Suggestion {
  readonly evidence: Evidence;
  readonly candidates: Candidates;
  readonly groups: readonly Group[];
  /** Of the files that have candidates. */
  readonly files: readonly WrittenFile[];
  /** Of the present policies. */
  readonly present: Engine;
  /** Of the suggested ones. */
  readonly engine: Engine;
  /** Of the suggested policies in the present ones: nothing escapes. */
  readonly containment: Containment;
  /** What the suggestion answers otherwise; nothing, or it is no suggestion. */
  readonly broken: readonly JudgedEntry[];
  readonly rounds: number;
}

const GENERALIZE = 3;
const VALUES = 3;

/** The present policies, compiled: `bundle` is theirs. */
export function suggest(sources: readonly SourceText[], bundle: Uint8Array, entries: readonly LogEntry[], options: SuggestOptions): Suggestion {
  const { facts = {}, load, agent = null, shared = false, now } = options;
  const engine = loadBundle(bundle, { facts, clock: () => now });
  const evidence = gatherEvidence(engine, entries);
  const candidates = candidatesOf(engine, entries, { agent, shared });
  const { model } = check(sources, load === undefined ? {} : { load });
  const stanzas = model.policies.filter(({ name }) => candidates.policies.has(name)).flatMap((policy) => policy.stanzas);
  const groups = groupsOf(stanzas, candidates.lists, evidence, options.generalize ?? GENERALIZE);
  keepForeign(groups, sources);
  const workspace = new Workspace(sources, load === undefined ? {} : { load });
  const present = worldOf(engine, facts);
  for (let rounds = 1; ; rounds++) {
    options.onRound?.(rounds);
    const files = write(sources, groups, planOf(groups), options.values ?? VALUES);
    const blame = new Blame(
      groups,
      files.flatMap(({ stanzas: written }) => written),
    );
    const bad = files.filter(({ after }) => after === null);
    if (bad.length > 0) {
      blame.files(new Set(bad.map(({ file }) => file)), 'the narrowed text could not be written');
      continue;
    }
    workspace.update({ set: files.map(({ file, after }) => ({ ...(sources.find((one) => one.file === file) as SourceText), text: after as string })) });
    const compiled = workspace.compile();
    if (compiled.bundle === undefined) {
      const errors = compiled.diagnostics.filter((each) => hasErrors([each]));
      const stepped = blame.files(new Set(errors.map(({ file }) => file)), `narrowed it would not compile: ${errors[0]?.message}`);
      if (!stepped) throw new Error('policies that compiled do not compile as they were');
      continue;
    }
    const next = loadBundle(compiled.bundle, { facts, clock: () => now, previous: engine });
    const broken = [...evidence.wanted, ...evidence.denied].filter((judged) => isBroken(next, judged));
    const stepped = broken.map(({ entry: { request } }) =>
      blame.decisions(engine.decide(request).toJSON(), next.decide(request).toJSON(), 'a request of the log needs it'),
    );
    if (stepped.includes(true)) continue;
    const containment = within(present, worldOf(next, facts), candidates.bareLists);
    if (!stepBackFor(containment, blame, engine)) return { evidence, candidates, groups, files, present: engine, engine: next, containment, broken, rounds };
  }
}

/** What was open is open in the same way; what was denied is not allowed, nor nearly. */
function isBroken(engine: Engine, { entry, outcome }: JudgedEntry): boolean {
  const now = engine.decide(entry.request);
  return isOpen({ outcome: outcome as never }) ? now.outcome !== outcome : isOpen(now);
}

function stepBackFor({ escapes, undecided }: Containment, blame: Blame, engine: Engine): boolean {
  const gaveWay = [
    ...escapes.map(({ before, after, operations, path }) => {
      const why = `narrower it could open ${operations.join(', ')} on ${path}`;
      return blame.selected(before, after, why) || blame.all(why);
    }),
    ...undecided.map(({ subject, path, why }) => blame.undecided(subject, path, engine, `it cannot be told whether anything would open: ${why}`)),
  ];
  return gaveWay.includes(true);
}

/** What is not written in HCL blocks with a label stays. */
function keepForeign(groups: readonly Group[], sources: readonly SourceText[]): void {
  const hcl = new Set(sources.filter(({ file, text }) => parse(makeSource(file, text)).value.syntax === 'hcl').map(({ file }) => file));
  for (const group of groups) {
    const isForeign = group.members.some(({ stanza: { file, item } }) => !hcl.has(file) || item === null || item.keys.length < 2);
    if (isForeign) group.keep('only HCL is rewritten, and this stands in JSON or without a label');
    else if (new Set(group.members.map(({ key }) => key)).size < group.members.length)
      group.keep('stanzas of one pattern that stand on one line are not told apart');
  }
}

function write(sources: readonly SourceText[], groups: readonly Group[], plan: Plan, most: number): WrittenFile[] {
  const targets = new Map<string, Target[]>();
  for (const { key, stanza } of groups.flatMap(({ members }) => members)) {
    const { file, item } = stanza as Stanza;
    if (!plan.has(key) || item === null) continue;
    targets.set(file, [...(targets.get(file) ?? []), { key, item }]);
  }
  const touched = new Set(groups.flatMap(({ members }) => members.map(({ stanza }) => stanza.file)));
  return sources.flatMap((source) => {
    if (!touched.has(source.file)) return [];
    const own = targets.get(source.file);
    if (own !== undefined) return [writeFile(source, own, plan, most)];
    const { text } = makeSource(source.file, source.text);
    return [{ file: source.file, before: text, after: text, stanzas: [] }];
  });
}

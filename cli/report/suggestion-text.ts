// A suggestion for people: what was read, what goes, what stays and by which evidence, and what has been shown.

import type { ReportedLine, ReportedSuggestion, Score, SuggestedStanza, UnusedGrant } from '@polc/compiler';
import type { Colours } from './colours.js';
import { counted } from './counted.js';
import { visible } from './visible.js';

const SHOWN = 20;

/** Ends in a line end. */
export function suggestionText(report: ReportedSuggestion, score: Score | null, colours: Colours): string {
  const { log, policies, left, unused, stanzas, disagreeing, quantified } = report;
  const goes = unused.filter(({ kept }) => kept === null);
  const stays = unused.filter(({ kept }) => kept !== null);
  return `${[
    `read: ${counted(log.requests, 'request')}, ${log.allowed} allowed, ${log.asked === 0 ? '' : `${log.asked} but for an approval or MFA, `}${log.denied} denied${log.decided_here === 0 ? '' : `; ${log.decided_here} without a decision, decided by these policies`}`,
    ...section(
      `${colours.yellow('set apart')}: these policies decide otherwise than the log says`,
      disagreeing.map((one) => `line ${one.line}: ${one.logged} in the log, ${one.present} now, ${one.suggested} as suggested`),
    ),
    `policies: ${policies.length === 0 ? 'none' : visible(policies.join(', '))}`,
    ...left.map(({ policy, why }) => colours.dim(`  ${visible(policy)} stays as it is: ${visible(why)}`)),
    '',
    ...section(colours.bold(`goes: never used in ${counted(log.requests, 'request')} of this log`), goes.map(unusedLine)),
    ...section(
      colours.bold('never used, and stays'),
      stays.map((one) => `${unusedLine(one)}: ${visible(one.kept ?? '')}`),
    ),
    ...section(colours.bold('stays'), stanzas.map(stanzaLine)),
    ...guaranteeLines(report, colours),
    ...quantified.map((sentence) => colours.dim(`  ${visible(sentence)}`)),
    ...(score === null ? [] : scoreLines(score)),
  ].join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function unusedLine({ policy, file, line, path, capabilities, whole, holders }: UnusedGrant): string {
  const by = holders.length === 0 ? '' : `, held by ${holders.slice(0, 3).join(', ')}${holders.length > 3 ? ` and ${holders.length - 3} more` : ''}`;
  return visible(`${policy}: ${capabilities.join(', ')} on ${JSON.stringify(path)}${whole ? '' : ' (the rest of it was used)'}${by} (${file}:${line})`);
}

function stanzaLine({ policy, was, path, capabilities, requests, paths, examples, purpose, widened, values, why }: SuggestedStanza): string {
  const change = was === path ? JSON.stringify(path) : `${JSON.stringify(was)} → ${JSON.stringify(path)}`;
  const grants = purpose === 'hides' ? 'hides broader patterns' : purpose === 'restricts' ? 'restricts what is merged with it' : capabilities.join(', ');
  const narrowed = Object.entries(values).map(([name, all]) => `${name} only ${all.map((one) => JSON.stringify(one)).join(' or ')}`);
  const seen =
    requests === 0
      ? []
      : [`${counted(requests, 'request')}, ${counted(paths, 'path')}${widened ? `, e.g. ${examples.map((one) => JSON.stringify(one)).join(', ')}` : ''}`];
  return visible([`${policy}: ${change}: ${grants}`, ...seen, ...narrowed, ...(why === null ? [] : [`no narrower: ${why}`])].join('; '));
}

function guaranteeLines({ guarantees }: ReportedSuggestion, colours: Colours): string[] {
  const { observed_allows: allows, nothing_opens: within, observed_denials: denials } = guarantees;
  const said = (held: boolean, words: string) => `${held ? colours.green('holds') : colours.red('broken')}  ${words}`;
  const lines = (broken: readonly ReportedLine[]) =>
    broken.slice(0, SHOWN).map(({ line, present, suggested }) => `       line ${line}: ${present} → ${suggested}`);
  return [
    said(allows.broken.length === 0, `what the log allows stays allowed: ${allows.kept} of ${allows.of}`),
    ...lines(allows.broken),
    `${within.proved ? colours.green('proved') : colours.yellow('undecided')} nothing opens that is not allowed today`,
    ...within.escapes.slice(0, SHOWN).map(({ subject, operations, path }) => visible(`       may open: ${subject.words}: ${operations.join(', ')} on ${path}`)),
    ...within.undecided.slice(0, SHOWN).map(({ subject, path, why }) => visible(`       ${subject.words}${path === null ? '' : ` on ${path}`}: ${why}`)),
    said(denials.broken.length === 0, `what the log denies stays denied: ${denials.kept} of ${denials.of}`),
    ...lines(denials.broken),
  ];
}

function scoreLines({ allows, kept, lost }: Score): string[] {
  const share = allows === 0 ? '' : ` (${((100 * kept) / allows).toFixed(1)} %)`;
  return [
    `held out: ${kept} of ${counted(allows, 'allowed request')} would still be allowed${share}`,
    ...lost.slice(0, SHOWN).map(({ line, present, suggested }) => `  line ${line}: ${present} → ${suggested}`),
    ...(lost.length > SHOWN ? [`  and ${lost.length - SHOWN} more`] : []),
  ];
}

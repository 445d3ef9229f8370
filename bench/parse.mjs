// How fast is policy text read, and how fast does it become a bundle? Against JSON.parse on the same policies written as JSON.

import { check, compile } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measuringSeed, send } from './lib/fresh-process.mjs';
import { interleave, ratioTo } from './lib/interleave.mjs';
import { range, report, times } from './lib/report.mjs';
import { secondOpinion } from './lib/second-opinion.mjs';
import { median, spread } from './lib/statistics.mjs';
import { policyFiles } from './workload/policies.mjs';

const PROCESSES = effort(3, 1);
const ROUNDS = effort(15, 3);
const WARMUP = 4;
const SETTLE = effort(3_000, 300);
const BASELINE = 'JSON.parse';
const CORPUS = { files: 200, stanzas: 10 };

function passJson(texts) {
  let read = 0;
  for (let i = 0; i < texts.length; i++) if (JSON.parse(texts[i]).path !== undefined) read++;
  return read;
}

function passParse(texts) {
  let sound = 0;
  for (let i = 0; i < texts.length; i++) if (parse(makeSource('policy.hcl', texts[i])).diagnostics.length === 0) sound++;
  return sound;
}

function prepare() {
  const files = policyFiles(CORPUS);
  const hcl = files.map((each) => each.hcl);
  const json = files.map((each) => each.json);
  const whole = [hcl.join('\n')];
  const sources = files.map((each) => ({ file: each.file, text: each.hcl }));
  checkMeaning(files);
  const stanzas = CORPUS.files * CORPUS.stanzas;
  const cases = [
    { name: BASELINE, texts: json, pass: () => passJson(json), expected: files.length },
    { name: 'parse', texts: hcl, pass: () => passParse(hcl), expected: files.length },
    { name: 'parse, all in one file', texts: whole, pass: () => passParse(whole), expected: 1 },
    { name: 'parse, the JSON form', texts: json, pass: () => passParse(json), expected: files.length },
    { name: 'compile', texts: hcl, pass: () => compile(sources).model.policies.length, expected: files.length },
    { name: 'check, with lint', texts: hcl, pass: () => stanzasOf(check(sources)), expected: stanzas },
  ];
  return cases.map((each) => ({ ...each, bytes: each.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) }));
}

const stanzasOf = ({ model }) => model.policies.reduce((sum, policy) => sum + policy.stanzas.length, 0);

/** Both forms are accepted and say the same. */
function checkMeaning(files) {
  for (const { file, hcl, json } of files) {
    const [first, second] = [hcl, json].map((text) => {
      const { bundle, diagnostics, model } = compile([{ file, text }]);
      if (bundle === undefined || diagnostics.length > 0) throw new Error(`${file}: ${diagnostics[0]?.message ?? 'no bundle'}`);
      return JSON.stringify(
        model.policies[0].stanzas.map(({ pattern, capabilities, allowed, required, minWrappingTtl, maxWrappingTtl }) => [
          pattern.text,
          pattern.kind,
          capabilities,
          valuesOf(allowed),
          required.map(({ name }) => name),
          minWrappingTtl,
          maxWrappingTtl,
        ]),
      );
    });
    if (first !== second) throw new Error(`${file}: its JSON form says something else`);
  }
}

const valuesOf = (parameters) => parameters?.map(({ name, values }) => [name, values]) ?? null;

function measure() {
  const cases = prepare();
  const laps = interleave(cases, { rounds: ROUNDS, warmup: WARMUP, settle: SETTLE, seed: measuringSeed() });
  send(cases.map(({ name }) => ({ nanoseconds: median(laps.get(name)), times: ratioTo(laps.get(BASELINE), laps.get(name)).median })));
}

async function answer() {
  const cases = prepare();
  const processes = await inFreshProcesses(import.meta.url, PROCESSES);
  const second = await secondOpinion('parse', cases);
  const figures = cases.map(({ name, bytes }, place) => {
    const runs = processes.map((each) => each[place]);
    const nanoseconds = median(runs.map((run) => run.nanoseconds));
    return {
      case: name,
      bytes,
      megabytesPerSecond: (bytes / nanoseconds) * 1e3,
      timesJsonParse: median(runs.map((run) => run.times)),
      timesJsonParseRange: spread(runs.map((run) => run.times)),
      timesJsonParseInBenny: second.get(BASELINE) / second.get(name),
    };
  });
  report({
    name: 'parse',
    question: 'how fast is policy text read, and how fast does it become a bundle?',
    method: `${CORPUS.files} files of ${CORPUS.stanzas} stanzas, both forms checked to say the same; ${PROCESSES} processes of ${ROUNDS} interleaved rounds, medians`,
    rows: figures.map((each) => ({
      case: each.case,
      kB: (each.bytes / 1e3).toFixed(0),
      'MB/s of its text': each.megabytesPerSecond.toFixed(each.megabytesPerSecond < 10 ? 2 : 0),
      'time × JSON.parse': times(each.timesJsonParse),
      'between processes': range(each.timesJsonParseRange),
      '× in benny': times(each.timesJsonParseInBenny),
    })),
    figures,
    notes: ['compile is parse, check and bundle together, all files as one set; times are for the same policies, whatever the size of their text'],
  });
}

if (isMeasuring) measure();
else await answer();

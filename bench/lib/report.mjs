// What a question answers with: a table for people, and the same in bench/results/<name>.json with the machine it was measured on.

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

function machine() {
  const processors = cpus();
  return { cpu: processors[0]?.model.trim() ?? 'unknown', cores: processors.length, node: process.version, platform: `${process.platform} ${process.arch}` };
}

/** `rows` are objects of printable cells with equal keys; `figures` the numbers behind them. */
export function report({ name, question, method, rows, figures, notes = [] }) {
  const on = machine();
  mkdirSync(RESULTS, { recursive: true });
  const written = { name, question, machine: on, method, measured: new Date().toISOString(), figures };
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify(written, null, 2)}\n`);
  console.log(`\n${name}: ${question}`);
  console.log(`  ${on.cpu}, ${on.cores} cores, node ${on.node}; ${method}`);
  printTable(rows);
  for (const note of notes) console.log(`  ${note}`);
}

function printTable(rows) {
  const head = Object.keys(rows[0]);
  const lines = [head, ...rows.map((row) => head.map((column) => String(row[column])))];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  for (const line of lines) {
    console.log(`  ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   ')}`.trimEnd());
  }
}

export const times = (ratio) => `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
export const range = ([low, high]) => `${low.toFixed(2)}–${high.toFixed(2)}`;
export const milliseconds = (nanoseconds) => `${(nanoseconds / 1e6).toFixed(nanoseconds < 1e7 ? 2 : 0)} ms`;
export const perSecond = (number) => (number >= 1e6 ? `${(number / 1e6).toFixed(2)} M` : number >= 1e4 ? `${(number / 1e3).toFixed(0)} k` : number.toFixed(0));

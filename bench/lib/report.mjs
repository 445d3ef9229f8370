// What a question answers with: a table for people, and the same in bench/results/<name>.json with the machine it was measured on.

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isQuick } from './effort.mjs';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    // What else ran meanwhile, our own process included: well over 1, and the figures are of a busy machine.
    load: Number(loadavg()[0].toFixed(2)),
  };
}

/** `rows` are objects of printable cells with equal keys; `figures` the numbers behind them. `more` are further tables, `{ title, rows }`. */
export function report({ name, question, method, rows, figures, more = [], notes = [] }) {
  const on = machine();
  mkdirSync(RESULTS, { recursive: true });
  const tables = [{ title: '', rows }, ...more.filter((table) => table.rows.length > 0)];
  const written = { name, question, machine: on, method, quick: isQuick, measured: new Date().toISOString(), figures, tables, notes };
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify(written, null, 2)}\n`);
  console.log(`\n${name}: ${question}`);
  console.log(`  ${on.cpu}, ${on.cores} cores, load ${on.load}, node ${on.node}; ${method}${isQuick ? '; QUICK, no figures to keep' : ''}`);
  for (const table of tables) {
    if (table.title !== '') console.log(`\n  ${table.title}`);
    for (const line of tableLines(table.rows)) console.log(line);
  }
  for (const note of notes) console.log(`  ${note}`);
}

export function tableLines(rows) {
  const head = Object.keys(rows[0]);
  const lines = [head, ...rows.map((row) => head.map((column) => String(row[column])))];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => `  ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   ')}`.trimEnd());
}

export const times = (ratio) => `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
export const range = ([low, high]) => `${low.toFixed(2)}–${high.toFixed(2)}`;
export const milliseconds = (nanoseconds) => `${(nanoseconds / 1e6).toFixed(nanoseconds < 1e7 ? 2 : 0)} ms`;
export const perSecond = (number) => (number >= 1e6 ? `${(number / 1e6).toFixed(2)} M` : number >= 1e4 ? `${(number / 1e3).toFixed(0)} k` : number.toFixed(0));
export const nanoseconds = (number) =>
  number < 1e3 ? `${number.toFixed(0)} ns` : number < 1e6 ? `${(number / 1e3).toFixed(2)} µs` : `${(number / 1e6).toFixed(2)} ms`;

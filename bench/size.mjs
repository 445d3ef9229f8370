// How many bytes does a page load to decide? Bundled from source as a user's bundler would, minified, gzipped. With --json only the figures.

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { report } from './lib/report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What somebody writes who wants only that; whatever the bundler cannot leave out counts. `limit` is in bytes. */
const ENTRIES = [
  {
    name: 'decide and allows',
    limit: 43_500,
    text: `import { loadBundle } from '@polc/runtime/core';
      export function make(bytes) {
        const engine = loadBundle(bytes);
        return { decide: (request) => engine.decide(request), allows: (request) => engine.allows(request) };
      }`,
  },
  {
    name: 'with explain',
    limit: 56_000,
    text: `import { loadBundle } from '@polc/runtime';
      export function make(bytes) {
        const engine = loadBundle(bytes);
        return { decide: (request) => engine.decide(request), allows: (request) => engine.allows(request), explain: (request) => engine.explain(request) };
      }`,
  },
];

async function sizeOf({ name, limit, text }) {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: ROOT },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['polc-source'],
    write: false,
    logLevel: 'silent',
  });
  const [{ contents }] = outputFiles;
  return { entry: name, minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length, limit };
}

const figures = await Promise.all(ENTRIES.map(sizeOf));
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(figures));
} else {
  report({
    name: 'size',
    question: 'how many bytes does a page load to decide?',
    method: 'esbuild, minified, gzip -9, from source',
    rows: figures.map(({ entry, minified, gzipped, limit }) => ({
      entry,
      'minified B': minified,
      'gzipped B': gzipped,
      'limit B': limit,
      'of the limit': `${((gzipped / limit) * 100).toFixed(1)} %`,
    })),
    figures,
  });
}

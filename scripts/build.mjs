// Builds every package into its dist/: one bundled module each, the command split so that a verb loads only what it needs, and declarations.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildModuleParts } from './build-module-parts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);

const common = {
  bundle: true,
  format: 'esm',
  target: 'node20',
  conditions: ['polc-source'],
  logLevel: 'warning',
  legalComments: 'linked',
  absWorkingDir: root,
};

/** A room's doors: index.ts, and the second ones: the runtime's small one and its open one, that of the tests for vitest. */
const SECOND_DOORS = { runtime: ['core.ts', 'anatomy.ts'], testing: ['vitest.ts'] };
const doors = (room) => ['index.ts', ...(SECOND_DOORS[room] ?? [])].map((door) => at(room, door));

/** WHY not bundled: there must be one fast-check, and one vitest, in a test; the other rooms come with what they need. */
const EXTERNAL = { testing: ['fast-check', 'vitest', '@polc/*'] };

const [moduleParts, ...built] = await Promise.all([
  buildModuleParts(root),
  build({
    ...common,
    platform: 'node',
    splitting: true,
    // WHY not minified names, with keepNames to restore them: that costs a call for each closure made, half of the time of a large check.
    minifyWhitespace: true,
    minifySyntax: true,
    entryPoints: {
      polc: at('cli', 'main.ts'),
      // The reference evaluator of the tests, for `polc eval --engine reference`: the command loads it by name, no source imports it.
      // A thread of `polc test --parallel`, loaded by name.
      'workers/run-tests': at('cli', 'workers', 'run-tests.ts'),
      ...(existsSync(at('test', 'oracle', 'engine.ts')) ? { 'engines/reference': at('test', 'oracle', 'engine.ts') } : {}),
    },
    outdir: at('cli', 'dist'),
    metafile: true,
    // WHY not bundled: what of it speaks to the world comes with the installation, and some of that is machine code.
    external: ['@polc/service'],
    outExtension: { '.js': '.mjs' },
    // Commander is CommonJS.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  }),
  ...['grammar', 'runtime', 'compiler', 'testing'].map((room) =>
    build({
      ...common,
      platform: 'neutral',
      mainFields: ['module', 'main'],
      entryPoints: doors(room),
      external: EXTERNAL[room] ?? [],
      splitting: true,
      outdir: at(room, 'dist'),
      metafile: true,
    }),
  ),
  build({
    ...common,
    platform: 'node',
    entryPoints: doors('service'),
    // What speaks to the world comes with the installation: some of it is machine code.
    packages: 'external',
    splitting: true,
    outdir: at('service', 'dist'),
    metafile: true,
  }),
]);
// Chunks of earlier builds. WHY not all of dist at the start: whoever runs the command meanwhile would find none.
const current = new Set([...built.flatMap(({ metafile }) => Object.keys(metafile.outputs)), ...moduleParts].map((file) => at(file)));
for (const room of ['cli', 'grammar', 'runtime', 'compiler', 'testing', 'service']) {
  for (const file of readdirSync(at(room, 'dist'), { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath ?? file.path, file.name);
    if (file.isFile() && /\.(?:m?js|txt)$/.test(file.name) && !current.has(path)) rmSync(path);
  }
}

if (!process.argv.includes('--no-types')) {
  const types = spawnSync(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-b', 'grammar', 'runtime', 'compiler', 'testing', 'service'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = types.status ?? 1;
}

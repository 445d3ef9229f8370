// `polc build`: policies to a bundle in a file, signed if a key is given.

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Failure } from '../failure.js';
import { readSigner } from '../host/keys.js';
import { note, printJson } from '../host/output.js';
import { type Compiled, compilePaths, engineOf } from '../host/policy-set.js';
import { isBundle } from '../host/read-bundle.js';
import { writeWhole } from '../host/write-file.js';
import { counted } from '../report/findings.js';
import { countPatterns } from '../report/patterns-of.js';
import { visible } from '../report/visible.js';
import { examples, type Formatted, formatOption } from './options.js';

interface BuildOptions extends Formatted {
  readonly out: string;
  readonly sign?: string;
  readonly keyId?: string;
  readonly target: 'bundle' | 'esm';
}

export function defineBuild(command: Command): void {
  command
    .description('Compile policies to a bundle, which an engine loads without the compiler.')
    .argument('<path...>', 'policy files and folders')
    .requiredOption('-o, --out <file>', 'where the bundle goes; written whole or not at all')
    .option('--sign <key.pem>', 'sign with this Ed25519 private key')
    .option('--key-id <id>', "the key's id in the bundle, instead of its fingerprint")
    .addOption(new Option('--target <target>', 'what to build').choices(['bundle', 'esm']).default('bundle'))
    .addOption(formatOption())
    .action(runBuild);
  examples(
    command,
    'Policies that do not compile (exit 3) leave the file as it was.',
    '',
    'Example:',
    '  $ polc build policies -o policies.polcb --sign key.pem',
  );
}

async function runBuild(paths: string[], { out, sign, keyId, target, format }: BuildOptions): Promise<void> {
  if (target === 'esm') throw new Failure('usage', 'this version builds bundles, no esm');
  if (keyId !== undefined && (keyId === '' || keyId.length > 200)) throw new Failure('usage', '--key-id has 1 to 200 characters');
  if (keyId !== undefined && sign === undefined) throw new Failure('usage', '--key-id names the key of --sign, which is not given');
  const signer = sign === undefined ? null : await readSigner(sign);
  const compiled = await compilePaths(paths);
  refuseOwnSource(out, compiled);
  refuseForeign(out);
  const id = signer === null ? null : (keyId ?? signer.keyId);
  const bundle = signer === null || id === null ? compiled.bundle : (await import('@polc/compiler')).signBundle(compiled.bundle, id, signer.sign);
  // Loaded before it is written: no file that an engine would refuse.
  const { revision, contents } = engineOf(bundle, null, {});
  writeWhole(out, bundle);
  const patterns = countPatterns(contents);
  const policies = contents.policies.filter(({ scope }) => !scope);
  if (format === 'json') printJson({ file: out, revision, bytes: bundle.length, policies: policies.length, patterns, key_id: id });
  const signed = id === null ? '' : `, signed by ${visible(id)}`;
  note(
    `${visible(out)}: ${revision}, ${counted(policies.length, 'policy', 'policies')}, ${counted(patterns, 'pattern')}, ${counted(bundle.length, 'byte')}${signed}`,
  );
}

/** A mistyped -o must not cost a policy. */
function refuseOwnSource(out: string, { files }: Compiled): void {
  const real = realOf(out);
  if (real !== null && files.some(({ file }) => realOf(file) === real)) throw new Failure('usage', `-o ${out} would overwrite a policy that is being compiled`);
}

/** Nor a key, nor anything else that is no bundle. Devices take what they are given. */
function refuseForeign(out: string): void {
  if (out === '-') throw new Failure('usage', 'a bundle goes to a file, not to standard output');
  if (!existsSync(out) || !statSync(out).isFile()) return;
  const there = readFileSync(out);
  if (there.length > 0 && !isBundle(there)) throw new Failure('usage', `-o ${out} is there already, and is no bundle`);
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    // Not there yet, which is what a new bundle's file should be.
    return null;
  }
}

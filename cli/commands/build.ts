// `polc build`: policies to a bundle in a file, signed if a key is given; or to a JavaScript module that decides by itself.

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Failure } from '../failure.js';
import { isModule, makeEsmModule } from '../host/esm-module.js';
import { readSigner } from '../host/keys.js';
import { note, printJson } from '../host/output.js';
import { type Compiled, compilePaths, engineOf } from '../host/policy-set.js';
import { isBundle } from '../host/read-bundle.js';
import { writeAllWhole } from '../host/write-file.js';
import { counted } from '../report/counted.js';
import { countPatterns } from '../report/patterns-of.js';
import { visible } from '../report/visible.js';
import { examples, type Formatted, formatOption } from './options.js';

interface BuildOptions extends Formatted {
  readonly out: string;
  readonly sign?: string;
  readonly keyId?: string;
  readonly serial?: number;
  readonly target: Target;
}

type Target = 'bundle' | 'esm';

export function defineBuild(command: Command): void {
  command
    .description('Compile policies to a bundle, which an engine loads without the compiler, or to a JavaScript module that decides by itself.')
    .argument('<path...>', 'policy files and folders')
    .requiredOption('-o, --out <file>', 'where it goes; written whole or not at all')
    .option('--sign <key.pem>', 'sign with this Ed25519 private key')
    .option('--key-id <id>', "the key's id in the bundle, instead of its fingerprint")
    .option('--serial <number>', 'sign with a serial number: a server that trusts the key takes no bundle with a lower one than it had', serialNumber)
    .addOption(new Option('--target <target>', 'what to build').choices(['bundle', 'esm']).default('bundle'))
    .addOption(formatOption())
    .action(runBuild);
  examples(
    command,
    'Policies that do not compile (exit 3) leave the file as it was.',
    '',
    'With --target esm the file is a JavaScript module, FILE.mjs or FILE.js, with',
    'its types beside it in FILE.d.mts or FILE.d.ts. It imports nothing, and exports',
    'allows, decide, decideAll, capabilities, withFacts, revision, engine and',
    'makeEngine. What is signed is the bundle inside: makeEngine({ verify }) asks',
    'for it; the code around it is only as good as where it comes from.',
    '',
    'Examples:',
    '  $ polc build policies -o policies.polcb --sign key.pem',
    '  $ polc build policies -o policies.mjs --target esm',
  );
}

async function runBuild(paths: string[], { out, sign, keyId, serial, target, format }: BuildOptions): Promise<void> {
  if (keyId !== undefined && (keyId === '' || keyId.length > 200)) throw new Failure('usage', '--key-id has 1 to 200 characters');
  if (keyId !== undefined && sign === undefined) throw new Failure('usage', '--key-id names the key of --sign, which is not given');
  if (serial !== undefined && sign === undefined) throw new Failure('usage', '--serial goes with --sign');
  if (out === '-') throw new Failure('usage', `a ${NAMES[target]} goes to a file, not to standard output`);
  const typesFile = target === 'esm' ? typesFileOf(out) : null;
  const signer = sign === undefined ? null : await readSigner(sign, serial ?? null);
  const compiled = await compilePaths(paths);
  for (const file of typesFile === null ? [out] : [out, typesFile]) {
    refuseOwnSource(file, compiled);
    refuseForeign(file, target);
  }
  const id = signer === null ? null : (keyId ?? signer.keyId);
  const bundle = signer === null || id === null ? compiled.bundle : (await import('@polc/compiler')).signBundle(compiled.bundle, id, signer.sign);
  // Loaded before it is written: no file that an engine would refuse.
  const { revision, contents } = engineOf(bundle, null, {});
  const bytes = typesFile === null ? writeBundle(out, bundle) : await writeModule(out, typesFile, bundle);
  const patterns = countPatterns(contents);
  const policies = contents.policies.filter(({ scope }) => !scope);
  const types = typesFile === null ? {} : { types: typesFile };
  if (format === 'json')
    printJson({ file: out, ...types, revision, bytes, policies: policies.length, patterns, key_id: id, ...(serial === undefined ? {} : { serial }) });
  const signed = id === null ? '' : `, signed by ${visible(id)}${serial === undefined ? '' : `, serial ${serial}`}`;
  note(`${visible(out)}: ${revision}, ${counted(policies.length, 'policy', 'policies')}, ${counted(patterns, 'pattern')}, ${counted(bytes, 'byte')}${signed}`);
}

function serialNumber(text: string): number {
  const number = Number(text);
  if (!/^(?:0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('a whole number, 0 or more.');
  return number;
}

function writeBundle(out: string, bundle: Uint8Array): number {
  writeAllWhole([[out, bundle]]);
  return bundle.length;
}

async function writeModule(out: string, typesFile: string, bundle: Uint8Array): Promise<number> {
  const { code, types } = await makeEsmModule(bundle);
  writeAllWhole([
    [typesFile, types],
    [out, code],
  ]);
  return Buffer.byteLength(code);
}

const NAMES: Readonly<Record<Target, string>> = { bundle: 'bundle', esm: 'module' };

/** Where TypeScript looks for them. */
function typesFileOf(out: string): string {
  const name = /^(.*[^/])\.(mjs|js)$/s.exec(out);
  if (name === null) throw new Failure('usage', `-o ${out}: a module's name ends in .mjs or .js`);
  return `${name[1]}.d.${name[2] === 'mjs' ? 'mts' : 'ts'}`;
}

/** A mistyped -o must not cost a policy. */
function refuseOwnSource(out: string, { files }: Compiled): void {
  const real = realOf(out);
  if (real !== null && files.some(({ file }) => realOf(file) === real)) throw new Failure('usage', `-o ${out} would overwrite a policy that is being compiled`);
}

/** Nor a key, nor anything else that polc did not build. Devices take what they are given. */
function refuseForeign(out: string, target: Target): void {
  if (!existsSync(out) || !statSync(out).isFile()) return;
  const there = readFileSync(out);
  const isOurs = target === 'bundle' ? isBundle(there) : isModule(there);
  if (there.length > 0 && !isOurs) throw new Failure('usage', `-o ${out} is there already, and is no ${NAMES[target]}`);
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    // Not there yet, which is what a new bundle's file should be.
    return null;
  }
}

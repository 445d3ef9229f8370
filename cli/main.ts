// The entry of `polc`: which verbs there are, and how a run ends. Each verb's module is loaded only when it is called, so that starting is
// cheap; whatever is imported here is loaded by every run.

import { Command, CommanderError } from 'commander';
import { EXIT, Failure, systemCode } from './failure.js';
import { visible } from './report/visible.js';
import { VERSION } from './version.js';

interface Verb {
  readonly name: string;
  readonly summary: string;
  load(): Promise<(command: Command) => void>;
}

const VERBS: readonly Verb[] = [
  { name: 'check', summary: 'parse, resolve, type-check and lint policies', load: async () => (await import('./commands/check.js')).defineCheck },
  { name: 'fmt', summary: 'rewrite policies in the canonical format', load: async () => (await import('./commands/fmt.js')).defineFmt },
  { name: 'eval', summary: 'decide requests', load: async () => (await import('./commands/eval.js')).defineEval },
  { name: 'explain', summary: 'show why a request gets its answer', load: async () => (await import('./commands/explain.js')).defineExplain },
  { name: 'capabilities', summary: 'show what policies can do, and where', load: async () => (await import('./commands/capabilities.js')).defineCapabilities },
  { name: 'diff', summary: 'say exactly what changes between two versions of policies', load: async () => (await import('./commands/diff.js')).defineDiff },
  {
    name: 'suggest',
    summary: 'suggest the least policies that a log of decisions asks for',
    load: async () => (await import('./commands/suggest.js')).defineSuggest,
  },
  { name: 'test', summary: 'run the tests of policies', load: async () => (await import('./commands/test.js')).defineTest },
  {
    name: 'verify',
    summary: 'prove the invariants of policies, or refute them with a request',
    load: async () => (await import('./commands/verify.js')).defineVerify,
  },
  { name: 'bench', summary: 'measure how long policies take to decide requests', load: async () => (await import('./commands/bench.js')).defineBench },
  { name: 'build', summary: 'compile policies to a bundle', load: async () => (await import('./commands/build.js')).defineBuild },
  {
    name: 'serve',
    summary: 'decide over HTTP, with registry, delegation, grants, approvals and audit',
    load: async () => (await import('./commands/serve.js')).defineServe,
  },
  { name: 'agent', summary: 'register agents, say what they may do, suspend them', load: async () => (await import('./commands/agent.js')).defineAgent },
  { name: 'user', summary: 'register users', load: async () => (await import('./commands/user.js')).defineUser },
  { name: 'group', summary: 'register groups of users', load: async () => (await import('./commands/group.js')).defineGroup },
  {
    name: 'delegation',
    summary: 'let agents act for users, or for other agents',
    load: async () => (await import('./commands/delegation.js')).defineDelegation,
  },
  { name: 'consent', summary: 'consent to what a delegation covers, and withdraw it', load: async () => (await import('./commands/consent.js')).defineConsent },
  { name: 'grant', summary: 'get, use, check and revoke grants for single actions', load: async () => (await import('./commands/grant.js')).defineGrant },
  { name: 'approval', summary: 'ask people to approve, and answer', load: async () => (await import('./commands/approval.js')).defineApproval },
  { name: 'caller', summary: 'let callers ask a server, with API keys', load: async () => (await import('./commands/caller.js')).defineCaller },
  { name: 'policies', summary: 'show or reload the policies of a running server', load: async () => (await import('./commands/policies.js')).definePolicies },
  {
    name: 'audit',
    summary: 'verify the logs of a service, look for entries, prove and export them',
    load: async () => (await import('./commands/audit.js')).defineAudit,
  },
  { name: 'inspect', summary: 'show what is in a bundle', load: async () => (await import('./commands/inspect.js')).defineInspect },
];

const EPILOGUE = `
Exit codes:
  0   fine, or allowed
  1   the answer is no: findings, denied, refused, not formatted, not verified,
      tests failed
  2   wrong usage
  3   the policies do not compile
  4   the world failed: a file, the output, a store, a server
  70  a bug in polc

Example:
  $ polc check policies && polc eval -p policies --request request.json`;

async function run(given: readonly string[]): Promise<void> {
  // WHY not commander's own `help`: it takes one word, and a verb may have verbs of its own.
  const args = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
  const program = new Command('polc')
    .description('The policy compiler for AI agents: Vault policies checked, compiled and decided')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`polc: ${oneLine(text)}\n`) })
    .addHelpText('after', EPILOGUE);
  const [word] = args;
  for (const { name, summary, load } of VERBS) {
    const command = program.command(name).summary(summary);
    if (name === word) (await load())(command);
  }
  if (word !== undefined && !word.startsWith('-') && !VERBS.some(({ name }) => name === word)) throw await noSuchVerb(word);
  await program.parseAsync(args, { from: 'user' });
}

/** Commander says "error: …" and puts its did-you-mean on a second line. */
function oneLine(text: string): string {
  return visible(
    text
      .trim()
      .replace(/^error: /, '')
      .replace(/\s*\n\s*/g, ' ')
      .replace('(Did you mean', '(did you mean'),
  );
}

async function noSuchVerb(word: string): Promise<Failure> {
  const { nearest } = await import('@polc/grammar');
  const names = VERBS.map(({ name }) => name);
  const close = nearest(word, names);
  return new Failure('usage', `this version has no verb "${word}"; ${close === undefined ? `it has ${names.join(', ')}` : `did you mean "${close}"?`}`);
}

/** Says what went wrong, in one line if it is not polc's own fault, and gives the exit code. */
function conclude(error: unknown): number {
  // Help that was asked for, and the version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof Failure) {
    process.stderr.write(`polc: ${visible(error.message)}\n`);
    return error.exitCode;
  }
  const code = systemCode(error);
  // The reader has gone away, as `head` does: nothing is left to say, but an answer nobody got is not a yes.
  if (code === 'EPIPE') return EXIT.world;
  if (code !== null && (error as NodeJS.ErrnoException).syscall === 'write') {
    process.stderr.write(`polc: the output cannot be written: ${code}\n`);
    return EXIT.world;
  }
  process.stderr.write(`polc: a bug in polc; please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.bug;
}

process.on('uncaughtException', (error) => process.exit(conclude(error)));
try {
  await run(process.argv.slice(2));
} catch (error) {
  // INVARIANT: not process.exit, which would cut off what is still on its way to a pipe.
  process.exitCode = conclude(error);
}

// `polc serve`: the decision server, with everything that belongs to it in one folder.

import type { RunningServer, ServerSettings, Service, TokensFile } from '@polc/service';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { DataFolder, DEFAULT_FOLDER } from '../host/data-folder.js';
import { asFailure, openService } from '../host/open-service.js';
import { note } from '../host/output.js';
import { bundleAmong } from '../host/policy-set.js';
import { readServicePolicies } from '../host/service-policies.js';
import { append, atLeastOne, seconds } from './option-values.js';
import { examples } from './options.js';
import { network, nonEmpty, portNumber, type ServeOptions, serveSettings } from './serve-settings.js';

export function defineServe(command: Command): void {
  command
    .description(
      'Decide over HTTP: the Authorization API of OpenID AuthZEN, and polc’s own endpoints for the registry, delegation, grants, approvals and audit.',
    )
    .argument('[bundle]', 'a compiled policy; or name policies with -p')
    .option('-p, --policies <path...>', 'policy files and folders, or one bundle')
    .option('--data <folder>', 'where store, keys and logs are, made where they are not', process.env.POLC_DATA || DEFAULT_FOLDER)
    .option(
      '--store <url>',
      'sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE, in place of the store in the data folder',
      process.env.POLC_STORE || undefined,
    )
    .option('--audit <url>', 'file:FOLDER; repeatable: each is a whole log, and one that can be written is enough', append)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--port <number>', '0: any that is free, and another after each start', portNumber, 8420)
    .option('--base-url <url>', 'what it is called from outside, in metadata, grants and proofs of possession')
    .option('--tls-cert <file>', 'certificate chain in PEM')
    .option('--tls-key <file>', 'its key in PEM')
    .option('--client-ca <file>', 'authorities that callers’ certificates come from, in PEM')
    .option('--tokens <file>', 'issuers and trust domains whose tokens are taken, as JSON (docs/serving.md)')
    .option('--anonymous <policy>', 'a policy of whoever shows no credential; repeatable. Without it nobody is let in without one', append)
    .option('--trust <key.pem>', 'take only bundles signed by this Ed25519 key, and none older than was in force; repeatable', append)
    .option('--node <name>', 'names this server in its log', 'server')
    .option('--audience <name>', 'whom grants are for; what the server is called, unless said', nonEmpty)
    .option('--max-staleness <seconds>', 'deny everything once the facts may be older', positive, 10)
    .option('--rate-limit <requests>', 'of one caller, within a second', atLeastOne)
    .option('--sensitive <pattern>', 'a path pattern; each decision on it is an alert; repeatable', append)
    .option('--trust-proxy <network>', 'a proxy whose X-Forwarded-For is believed; repeatable', network)
    .option('--grace <seconds>', 'that requests under way have once it is told to end', seconds, 10)
    .option('--no-sealed', 'keep no sealed copy of requests in the log: they cannot be decided again')
    .addOption(new Option('--log <level>', 'as lines of JSON on standard error').choices(['debug', 'info', 'warn', 'error']).default('info'))
    .action(async (bundle: string | undefined, options: ServeOptions) => {
      process.exitCode = await runServe(bundle, options);
    });
  examples(
    command,
    'Who may ask what is policy, over paths below polc/. With -p, the policies',
    'polc-admin, polc-enforcement-point and polc-auditor are there unless yours have',
    'these names. A first caller is made on the store: polc caller create.',
    '',
    'SIGHUP reads the policies again; what does not compile, or is not signed as it',
    'must be, changes nothing. SIGTERM and SIGINT answer what is under way, then end.',
    '',
    'Examples:',
    '  $ polc caller create gateway --policy polc-enforcement-point',
    '  $ polc serve -p policies',
    '  $ polc serve policies.polcb --trust key.pub --store postgres://polc@db/polc',
  );
}

async function runServe(bundle: string | undefined, options: ServeOptions): Promise<number> {
  const paths = bundle === undefined ? options.policies : [bundle];
  if (paths === undefined || (bundle !== undefined && options.policies !== undefined))
    throw new Failure('usage', 'serve takes one bundle, or policies with -p');
  const settings = await serveSettings(options);
  const named = bundleAmong(paths);
  if (settings.trust !== undefined && named === null)
    throw new Failure('usage', '--trust is for a bundle that is signed: polc build --sign KEY --serial NUMBER');
  const { COMMAND, ServiceError, startServer } = await import('@polc/service');
  // What it is called is known once it listens, and nobody asks before.
  let base = '';
  const { service, auditFolder } = await openService({
    ...{ data: new DataFolder(options.data), bundle: named?.bytes ?? (await readServicePolicies(paths)), node: options.node, issuer: () => base },
    ...(named === null ? {} : { bundleFile: named.file }),
    ...{ maxStaleness: options.maxStaleness, sealed: options.sealed },
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.audit === undefined ? {} : { audit: options.audit }),
    ...(options.audience === undefined ? {} : { audience: options.audience }),
    ...(settings.trust === undefined ? {} : { trust: settings.trust }),
    ...(options.sensitive === undefined ? {} : { alerts: { sensitive: options.sensitive } }),
  });
  const reload = () =>
    readServicePolicies(paths).catch((error: unknown) => {
      throw error instanceof Failure ? new ServiceError('bad_policies', error.message, null, error) : error;
    });
  let server: RunningServer | null = null;
  try {
    demandPolicies(service, options.anonymous ?? []);
    server = await startServer(service, {
      ...settings.server,
      ...(await doorOf(settings.tokens, service)),
      reload,
      auditFolder,
      log: { write: (line) => process.stderr.write(line) },
    });
    base = server.base;
    await service.trail.happened(COMMAND, 'started', `it listens at ${server.base}`, service.policies.engine.revision);
    note(`polc: it listens at ${server.base}; revision ${service.policies.engine.revision}`);
    process.on('SIGHUP', () => {
      reload()
        .then((bytes) => service.replacePolicies(bytes, COMMAND))
        .then(
          (answer) => note(`polc: the policies are ${answer === 'same' ? 'what they were' : `replaced; revision ${service.policies.engine.revision}`}`),
          (error: unknown) => note(`polc: the policies stay as they are: ${error instanceof Error ? error.message : String(error)}`),
        );
    });
    const signal = await ended();
    note(`polc: ${signal}: what is under way is answered, then it ends`);
    await service.trail.happened(COMMAND, 'stopped', signal, service.policies.engine.revision);
  } catch (error) {
    // Whatever it was: what listens would go on, and the process with it.
    await (server ?? service).close();
    throw listenFailure(error, options) ?? (await asFailure(error));
  }
  await server.close();
  return EXIT.fine;
}

/** WHY: whoever shows no credential would be refused with words about policies, and whoever runs the server told nothing. */
function demandPolicies({ current }: Service, names: readonly string[]): void {
  const unknown = names.find((name) => !current.policies.knowsPolicy(name));
  if (unknown !== undefined) throw new Failure('usage', `--anonymous: there is no policy ${JSON.stringify(unknown)}`);
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    // Once: who asks again wants it to end at once, by the system's own hand.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

async function doorOf(tokens: TokensFile | null, { store, clock }: Service): Promise<Pick<ServerSettings, 'door' | 'userIssuers' | 'ciba'>> {
  if (tokens === null) return {};
  const { TokenDoor } = await import('@polc/service');
  const { userIssuers = [], ciba, ...settings } = tokens;
  const door = new TokenDoor({ ...settings, clock, first: (use, id, expires, now) => store.first(use, id, expires, now) });
  return { door, userIssuers, ...(ciba === undefined ? {} : { ciba }) };
}

function listenFailure(error: unknown, { host, port }: ServeOptions): Failure | null {
  const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
  if (code === 'EADDRINUSE') return new Failure('server', `${host}:${port}: something else listens there`, error);
  const isListening = syscall === 'listen' || syscall === 'bind' || syscall === 'getaddrinfo';
  return isListening ? new Failure('server', `${host}:${port}: it cannot listen there: ${code}`, error) : null;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('It is a number above 0.');
  return number;
}

// A running server over HTTP. The key comes from a file or the environment, goes out in a header, and stands in no message.

import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Failure } from '../failure.js';
import { demandYes } from './problem-failure.js';
import { readInput } from './read-input.js';
import { type Identity, readAuthorities, readIdentity } from './read-pem.js';
import { type Answer, bodyText, type ServiceClient, type ServiceOptions } from './service-client.js';

const LARGEST = 64 << 20;

/** @throws Failure */
export async function openRemote(url: string, options: ServiceOptions): Promise<ServiceClient> {
  const { keyFile, allowHttp = false, timeout } = options;
  const base = readBase(url);
  const key = await readKey(keyFile);
  if (key !== null && base.protocol === 'http:' && !isLoopback(base.hostname) && !allowHttp) {
    throw new Failure('usage', `${base.origin}: a key goes over HTTPS, or to this machine; --allow-http where something else keeps the way there closed`);
  }
  const tls = await tlsOf(base, options);
  return {
    isLocal: false,
    call: async (method, path, body, headers = {}) => {
      const text = bodyText(method, body);
      const content = text === undefined ? null : Buffer.from(text);
      const request: RequestOptions = {
        method,
        // WHY not a URL: it would take `..` in an id for a way up.
        path: `${base.pathname.replace(/\/$/, '')}${path}`,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port === '' ? (base.protocol === 'https:' ? 443 : 80) : base.port,
        agent: false,
        headers: {
          ...headers,
          accept: 'application/json',
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(content === null ? {} : { 'content-type': 'application/json', 'content-length': content.length }),
        },
      };
      const answer = await send(base, { ...request, ...tls }, content, timeout * 1000);
      const hint = key === null && tls.cert === undefined ? ': --key-file FILE, or POLC_KEY' : ` by ${base.origin}`;
      demandYes(answer, (code) => (code === 'unauthenticated' ? hint : ''));
      return answer;
    },
    close: async () => undefined,
  };
}

function readBase(url: string): URL {
  let base: URL;
  try {
    base = new URL(url);
  } catch {
    throw new Failure('usage', '--server: a server is http://HOST:PORT or https://HOST:PORT');
  }
  if (base.username !== '' || base.password !== '') throw new Failure('usage', '--server: the key stands in a file or in POLC_KEY, never in the URL');
  const isPlain = (base.protocol === 'http:' || base.protocol === 'https:') && base.search === '' && base.hash === '';
  if (!isPlain) throw new Failure('usage', `--server ${url}: a server is http://HOST:PORT or https://HOST:PORT`);
  return base;
}

interface Tls extends Partial<Identity> {
  /** PEM. */
  readonly ca?: string;
}

async function tlsOf({ protocol, origin }: URL, { ca, clientCert, clientKey }: ServiceOptions): Promise<Tls> {
  if ((clientCert === undefined) !== (clientKey === undefined)) throw new Failure('usage', '--client-cert and --client-key go together');
  if (protocol === 'http:' && clientCert !== undefined) throw new Failure('usage', `${origin}: a certificate is shown over HTTPS alone`);
  return {
    ...(ca === undefined ? {} : { ca: await readAuthorities(ca) }),
    ...(clientCert === undefined || clientKey === undefined ? {} : await readIdentity(clientCert, clientKey)),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** null where there is none: a server may let in whoever shows nothing. */
async function readKey(option: string | undefined): Promise<string | null> {
  const { POLC_KEY = '', POLC_KEY_FILE = '' } = process.env;
  const file = option ?? (POLC_KEY === '' && POLC_KEY_FILE !== '' ? POLC_KEY_FILE : null);
  const key = (file === null ? POLC_KEY : Buffer.from(await readInput(file)).toString('utf8')).trim();
  if (key === '' && file === null) return null;
  // INVARIANT: what is wrong with a key is said without the key.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failure('usage', `${file ?? 'POLC_KEY'}: this is no API key`);
  return key;
}

function send(base: URL, options: RequestOptions & Tls, content: Buffer | null, timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(networkFailure(base, error, timeout));
    const signal = AbortSignal.timeout(timeout);
    const sent = (base.protocol === 'https:' ? requestHttps : requestHttp)({ ...options, signal }, (response) => {
      readAnswer(base, response).then(resolve, fail);
    });
    sent.on('error', fail);
    sent.end(content ?? undefined);
  });
}

async function readAnswer(base: URL, response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST) throw new Failure('server', `${base.origin}: the answer is longer than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const status = response.statusCode ?? 0;
  if (status === 204) return { status, json: null };
  try {
    return { status, json: JSON.parse(text) as unknown };
  } catch {
    throw new Failure('server', `${base.origin}: the answer (status ${status}) is not JSON: is it a polc server?`);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPROTO: 'it does not speak TLS',
  // Whatever the parser of node:http does not take.
  HPE: 'it does not speak HTTP',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

function networkFailure({ origin }: URL, error: unknown, timeout: number): Failure {
  if (error instanceof Failure) return error;
  const { code = null, name } = error as { readonly code?: string; readonly name?: string };
  if (name === 'TimeoutError' || code === 'ABORT_ERR') return new Failure('server', `${origin}: no answer within ${timeout / 1000} seconds`, error);
  const isUntrusted = code !== null && /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED/.test(code);
  const words = isUntrusted
    ? `its certificate comes from an authority that is not trusted (${code}); --ca names one`
    : (WORDS[code?.startsWith('HPE_') === true ? 'HPE' : (code ?? '')] ?? code ?? 'it cannot be asked');
  return new Failure('server', `${origin}: ${words}`, error);
}

// What a connection shows of who it is.

import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { ShownCredentials } from '../callers/authenticate.js';

/** `base`: what the server is called from outside. */
export function shownBy(request: FastifyRequest, base: string): ShownCredentials {
  const { raw, ip } = request;
  const socket = raw.socket as Partial<TLSSocket> & typeof raw.socket;
  return {
    authorization: headersNamed(raw.rawHeaders, 'authorization'),
    dpop: headersNamed(raw.rawHeaders, 'dpop'),
    method: raw.method ?? '',
    url: `${base}${raw.url ?? ''}`,
    certificates: socket.getPeerCertificate === undefined ? [] : chainOf(socket as TLSSocket),
    isTrustedPeer: socket.authorized === true,
    address: ip,
  };
}

/** WHY not `headers`: of two that stand there it keeps one, or joins them. */
function headersNamed(raw: readonly string[], name: string): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const header = raw[i] as string;
    if (header.length === name.length && header.toLowerCase() === name) found.push(raw[i + 1] as string);
  }
  return found;
}

const LONGEST_CHAIN = 8;

/** DER, the leaf first. */
function chainOf(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  let certificate: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw !== undefined && certificate.fingerprint256 !== undefined && !seen.has(certificate.fingerprint256) && chain.length < LONGEST_CHAIN) {
    chain.push(certificate.raw);
    seen.add(certificate.fingerprint256);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

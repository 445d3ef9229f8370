// The `identity` of an agent: how those who authenticate recognise it. polc keeps it and decides nothing by it.

import { type JsonObject, spiffeFault } from '@polc/runtime';
import { quote } from '../expression/wording.js';
import type { Reporter } from '../model/report.js';
import type { Named } from '../model/stanza.js';
import { compact, Fields, type Inner } from './fields.js';

const IDENTITY = { what: 'an identity', keys: ['spiffe', 'x509_sha256', 'jwt'] };
const JWT = { what: 'a jwt', keys: ['issuer', 'subject'] };

export function readIdentity({ items, span }: Inner, report: Reporter): JsonObject {
  const fields = new Fields(items, IDENTITY, span, report);
  if (items.length === 0)
    report.error('missing-key', span, 'an identity needs spiffe, x509_sha256 or jwt', 'write spiffe = "spiffe://domain/path", or leave the block out');
  const jwt = fields.block('jwt');
  return compact<JsonObject>({
    spiffe: readSpiffe(fields.text('spiffe'), report),
    x509_sha256: readFingerprint(fields.text('x509_sha256'), report),
    jwt: jwt === undefined ? undefined : readJwt(jwt, report),
  } as JsonObject);
}

/** SPIFFE-ID §2. A trust domain alone names nobody. */
function readSpiffe(text: Named | undefined, report: Reporter): string | undefined {
  if (text === undefined) return undefined;
  const fault = spiffeFault(text.name);
  if (fault === null) return text.name;
  report.error('invalid-spiffe-id', text.span, `${quote(text.name)} is not a SPIFFE id: ${fault}`, 'write "spiffe://trust.domain/path/of/the/agent"');
  return undefined;
}

function readFingerprint(text: Named | undefined, report: Reporter): string | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9a-fA-F]{64}$/.test(text.name)) return text.name.toLowerCase();
  report.error('invalid-fingerprint', text.span, 'x509_sha256 is the SHA-256 of a certificate: 64 hexadecimal digits', 'write it without colons and blanks');
  return undefined;
}

function readJwt({ items, span }: Inner, report: Reporter): JsonObject | undefined {
  const fields = new Fields(items, JWT, span, report);
  const [issuer, subject] = JWT.keys.map((key) => {
    if (!fields.require(key, `${key} = "…"`)) return undefined;
    const text = fields.text(key);
    if (text?.name === '') report.error('invalid-value', text.span, `the ${key} of a jwt is not empty`, `write the ${key} that the token carries`);
    return text?.name;
  });
  return issuer === undefined || subject === undefined ? undefined : { issuer, subject };
}

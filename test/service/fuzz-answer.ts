// What every refusal must be: an error as the standard of its endpoint has it, in our own words, that tells nothing of the inside.

import type { FuzzAnswer } from './fuzz-scene.js';

const INSIDE =
  /FST_|ajv|must (?:NOT|be (?:string|object|array|number|integer|boolean|null|equal|[<>])|have required|match)|\bat \S+:\d+|node:|node_modules|\.[jt]s\b|sqlite|libsql|postgres|\b(?:select|insert|update|delete) (?:\*|from|into)|\bundefined\b|\[object|(?:Type|Range|Syntax|Reference)?Error\b|instancePath|schemaPath|\bstack\b/i;
const MEMBERS = ['type', 'status', 'title', 'code', 'detail', 'member'];

/** What is wrong with it; null where nothing is. */
export function faultOfAnswer({ status, headers, text }: FuzzAnswer, url: string): string | null {
  if (status >= 200 && status < 300) return null;
  if (status < 400 || status >= 500) return `the status is ${status}: ${text.slice(0, 300)}`;
  const type = String(headers['content-type']);
  const isStandard = /^(?:http:\/\/[^/]*)?\/access\/v1\//.test(url);
  if (isStandard) return type === 'text/plain; charset=utf-8' ? faultOfText(text) : `the type is ${type}`;
  if (/\/v1\/token$/.test(url) && status !== 401 && type.startsWith('application/json')) return faultOfOAuth(JSON.parse(text));
  if (!/^application\/problem\+json(?:; charset=utf-8)?$/.test(type)) return `the type is ${type}`;
  const problem = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (problem.status !== status) return `the problem is of status ${problem.status}`;
  const alien = Object.keys(problem).find((name) => !MEMBERS.includes(name));
  if (alien !== undefined) return `the problem has a member ${alien}`;
  if (problem.type !== 'about:blank' || typeof problem.title !== 'string' || problem.title === 'Error') return `the problem has no title: ${text}`;
  if (!/^[a-z_]+$/.test(String(problem.code))) return `the code is ${problem.code}`;
  return faultOfText(String(problem.detail));
}

/** RFC 6749 §5.2. */
function faultOfOAuth({ error, error_description, ...others }: Readonly<Record<string, unknown>>): string | null {
  if (!/^(?:invalid_request|unsupported_grant_type|invalid_grant|invalid_target|access_denied)$/.test(String(error))) return `the error is ${error}`;
  if (Object.keys(others).length > 0) return `the error has other members: ${Object.keys(others)}`;
  if (!/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(String(error_description))) return `the description has other characters: ${error_description}`;
  return faultOfText(String(error_description));
}

/** What the asking side has written itself stands in quotes, or behind `polc/`. */
function faultOfText(detail: string): string | null {
  const own = detail.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/ polc\/.*$/s, '');
  if (detail.trim() === '' || /[\n\r]/.test(detail)) return `the text is not one line: ${detail}`;
  if (detail.length > 3_000) return `the text has ${detail.length} characters`;
  return INSIDE.test(own) ? `the text tells of the inside: ${detail}` : null;
}

/** Whether it lets somebody do something. */
export function allows({ status, text }: FuzzAnswer): boolean {
  if (status >= 300 || text === '') return false;
  const { allowed, decision, redeemed, grant, access_token, evaluations } = JSON.parse(text);
  const isOne = allowed === true || decision === true || redeemed === true || access_token !== undefined || (typeof grant === 'object' && grant !== null);
  return isOne || (Array.isArray(evaluations) && evaluations.some((one: { readonly decision: unknown }) => one.decision !== false));
}

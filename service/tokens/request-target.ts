// URLs of requests, as RFC 3986 §6.2.2 and §6.2.3 compare them: two that name one thing become one text.

const MAX_URL = 8_192;
/** RFC 3986 §2; what else a parser for browsers would repair is refused. */
const WRITTEN = /^https?:\/\/(?![/?#])(?:[A-Z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})+$/i;

/** Without query and fragment (RFC 9449 §4.3); null for what is no absolute http or https URL, or holds a user. */
export function targetOf(url: string): string | null {
  if (url.length > MAX_URL || !WRITTEN.test(url)) return null;
  const [bare = ''] = url.split(/[?#]/, 1);
  if (!URL.canParse(bare)) return null;
  // Case of scheme and host, the default port, and segments of dots, also where these are escaped.
  const { protocol, host, pathname, username, password } = new URL(bare);
  if (username !== '' || password !== '') return null;
  return `${protocol}//${host}${pathname.replace(/%[0-9a-f]{2}/gi, unescaped)}`;
}

/** Where no escape is needed there is none; elsewhere it is in capitals. */
function unescaped(triple: string): string {
  const character = String.fromCharCode(Number.parseInt(triple.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : triple.toUpperCase();
}

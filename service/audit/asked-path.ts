// The path of an entry as decisions read it, so that a pattern finds it however it was written: without leading slashes, and with the host of `http/` paths
// as an HTTP client would read it (grammar/spec.md §9). What a decision would refuse to read stays as it is.

const HTTP = 'http/';

export function askedPath(path: string): string {
  let start = 0;
  while (path[start] === '/') start++;
  const text = start === 0 ? path : path.slice(start);
  return text.startsWith(HTTP) ? httpPath(text) : text;
}

function httpPath(path: string): string {
  const end = path.search(/[?#]/);
  const text = end < 0 ? path : path.slice(0, end);
  const slash = text.indexOf('/', HTTP.length);
  const host = (slash < 0 ? text.slice(HTTP.length) : text.slice(HTTP.length, slash))
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.(?=$|:)/, '');
  return `${HTTP}${host}${slash < 0 ? '/' : text.slice(slash)}`;
}

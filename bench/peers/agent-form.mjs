// A check of the form of a request that an agent makes, as somebody would write it by hand who takes requests from outside: known members of their
// kinds, a normal path, bounds on size and nesting. It refuses what polc refuses of such a request, so that a peer behind it does the same work.

const LONGEST_PATH = 16_384;
const MOST_MEMBERS = 10_000;
const MOST_TEXT = 1_048_576;
const DEEPEST = 32;

const SLASH = 47;
const DOT = 46;

export function hasAgentForm(request) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return false;
  for (const member in request) {
    switch (member) {
      case 'agent':
      case 'operation':
      case 'path':
      case 'parameters':
      case 'context':
        continue;
      default:
        return false;
    }
  }
  const { agent, operation, path, parameters, context } = request;
  if (typeof agent !== 'string' || typeof operation !== 'string' || typeof path !== 'string') return false;
  if (path.length > LONGEST_PATH || !isNormal(path, operation === 'list')) return false;
  if (typeof parameters !== 'object' || Array.isArray(parameters)) return false;
  if (context !== undefined && (typeof context !== 'object' || context === null || Array.isArray(context))) return false;
  members = MOST_MEMBERS;
  text = MOST_TEXT - agent.length - operation.length - path.length;
  return fits(parameters, DEEPEST) && (context === undefined || fits(context, DEEPEST));
}

/** No segment is empty, `.` or `..`, no control character; a folder to be listed may end in a slash. */
function isNormal(path, folder) {
  let length = 0;
  let dots = 0;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (unit < 32 || (unit > 126 && unit < 160)) return false;
    if (unit !== SLASH) {
      length++;
      if (unit === DOT) dots++;
      continue;
    }
    if (length === 0 || (dots === length && length < 3)) return false;
    length = 0;
    dots = 0;
  }
  if (length === 0) return folder && path.length > 0;
  return dots !== length || length > 2;
}

/** What is left of the bounds while one request is looked at. */
let members = 0;
let text = 0;

function fits(value, depth) {
  if (typeof value === 'string') {
    text -= value.length;
    return text >= 0;
  }
  if (typeof value !== 'object' || value === null) return typeof value === 'number' || typeof value === 'boolean' || value === null;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    members -= value.length;
    if (members < 0) return false;
    for (let i = 0; i < value.length; i++) if (!fits(value[i], depth - 1)) return false;
    return true;
  }
  for (const name in value) {
    members--;
    text -= name.length;
    if (members < 0 || text < 0 || !fits(value[name], depth - 1)) return false;
  }
  return true;
}

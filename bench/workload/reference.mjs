// What a workload's policy means, spelt out and slow: the `expect` of every request. Deny first, then any rule that holds whole.

export function referenceOf(agents) {
  const rules = new Map(agents.map((agent) => [agent.id, agent.rules]));
  return (request) => {
    const matching = (rules.get(request.agent) ?? []).filter((rule) => rule.caps.includes(request.action) && matchesPath(rule.path, request.path));
    if (matching.some((rule) => rule.effect === 'deny')) return false;
    return matching.some((rule) => listsParameters(rule, request.params ?? {}) && holds(rule.when ?? {}, request.ctx));
  };
}

export function matchesPath(pattern, path) {
  if (pattern.endsWith('/*')) return path.startsWith(pattern.slice(0, -1)) && path.length > pattern.length - 1;
  const wanted = pattern.split('/');
  const found = path.split('/');
  return wanted.length === found.length && wanted.every((segment, i) => (segment === '+' ? found[i] !== '' : segment === found[i]));
}

function listsParameters(rule, parameters) {
  if (rule.params === undefined) return true;
  return Object.entries(parameters).every(([name, value]) => {
    const values = rule.params[name];
    return values !== undefined && (values.length === 0 || values.includes(value));
  });
}

export function holds({ hours, cidr, countries, delegation }, context) {
  if (hours !== undefined && !withinHours(hours, context.time)) return false;
  if (cidr !== undefined && !cidr.some((block) => withinBlock(block, context.ip))) return false;
  if (countries !== undefined && !countries.includes(context.country)) return false;
  return delegation === undefined || (context.delegation.mode === delegation.mode && context.delegation.scopes.includes(delegation.scope));
}

function withinHours({ tz, start, end, days }, time) {
  const { day, minute } = localTime(tz, time);
  return days.includes(day) && minute >= start && minute < end;
}

const clocks = new Map();
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Day of the week from Sunday, minute of the day, on the wall clock of a zone. */
function localTime(zone, time) {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(zone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(parts.weekday), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

export function blockBounds(block) {
  const [address, bits] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(addressNumber(address) / size) * size;
  return { first, size };
}

function withinBlock(block, address) {
  const { first, size } = blockBounds(block);
  const number = addressNumber(address);
  return number >= first && number < first + size;
}

function addressNumber(address) {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function addressText(number) {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

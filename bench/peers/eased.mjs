// What every engine of others gets for nothing, before the clock runs: local time in each zone, the address as a number, the path in segments, and a value
// for every parameter that any request has. Hand-written code and polc work these out themselves.

/** The requests, each with `mount`, `segments`, `address`, `local` by place of the zone, and `filled`: parameters with '' where absent. */
export function easeRequests({ requests, zones }) {
  const names = parameterNames(requests);
  return requests.map((request) => ({
    ...request,
    ...request.context,
    mount: mountOf(request.path),
    segments: request.path.split('/'),
    address: addressNumber(request.context.ip),
    local: zones.map((zone) => localTime(zone, request.context.time)),
    filled: Object.fromEntries(names.map((name) => [name, request.parameters[name] ?? ''])),
  }));
}

export const parameterNames = (requests) => [...new Set(requests.flatMap(({ parameters }) => Object.keys(parameters)))].sort();

/** The first two segments: nobody's rule spans more than one. */
export const mountOf = (path) => path.split('/', 2).join('/');

/** Of a parameter, by a rule: the values it may have in `filled`; null for any. */
export function valuesOf({ params }, name) {
  if (params === undefined) return null;
  const values = params[name];
  if (values === undefined) return [''];
  return values.length === 0 ? null : [...values, ''];
}

export const kindOf = (path) => (path.endsWith('/*') ? 'prefix' : path.includes('+') ? 'segment' : 'exact');

/** The first address of a block and the first behind it. */
export function boundsOf(block) {
  const [address, bits] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(addressNumber(address) / size) * size;
  return [first, first + size];
}

function addressNumber(address) {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const clocks = new Map();

function localTime(zone, time) {
  if (!clocks.has(zone)) {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    clocks.set(zone, new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts }));
  }
  const at = Object.fromEntries(
    clocks
      .get(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  return { minute: Number(at.hour) * 60 + Number(at.minute), day: DAYS.indexOf(at.weekday) };
}

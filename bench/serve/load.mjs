// The load, in a process of its own: 32 connections that stay open, one request after another on each. Prints what came of it as JSON.

import autocannon from 'autocannon';

const { url, body, headers, seconds } = JSON.parse(process.argv[2]);
const result = await autocannon({
  url,
  method: 'POST',
  connections: 32,
  pipelining: 1,
  duration: seconds,
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const { requests, latency, errors, non2xx } = result;
process.stdout.write(JSON.stringify({ perSecond: requests.average, p50: latency.p50, p99: latency.p99, p999: latency.p99_9, errors, non2xx }));

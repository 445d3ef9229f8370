// The floor: fastify, and nothing but the body given back.

import Fastify from 'fastify';

const app = Fastify();
app.post('/access/v1/evaluation', async (request) => request.body);
await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ base: `http://127.0.0.1:${app.server.address().port}` });
process.on('disconnect', () => process.exit());

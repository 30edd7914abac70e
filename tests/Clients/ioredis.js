'use strict';
// ioredis: its pipelines, transactions, scripts, streams of keys, subscribers and reconnections.

const Redis = require('ioredis');
const { check, checkRefused, collect, run, sorted, until } = require('./checks.js');

run('ioredis', async port => {
  const options = { host: '127.0.0.1', port, retryStrategy: () => 5, lazyConnect: true };
  const client = await open(options);
  await client.flushall();
  for (const part of [strings, keys, hashes, lists, sets, sortedSets, streams, places, pipelines, scripts])
    await part(client);
  await messages(client, options);
  await users(client, options);
  await tracked(client, options);
  await connections(client, options);
  await client.quit();
});

/**
 * A client that is ready. Before that, ioredis sends SUBSCRIBE at once, perhaps before its own INFO, which would then
 * be refused.
 */
async function open(options) {
  const client = new Redis(options);
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function strings(client) {
  check('SET', await client.set('k', 'v', 'EX', 100, 'NX'), 'OK');
  check('SET NX', await client.set('k', 'w', 'NX'), null);
  check('GETEX', [await client.getex('k', 'PERSIST'), await client.ttl('k')], ['v', -1]);
  check('INCRBY', [await client.incrby('n', 42), await client.incrbyfloat('n', '0.5')], [42, '42.5']);
  check('MSET', [await client.mset({ a: 1, b: 2 }), await client.mget('a', 'b', 'none')], ['OK', ['1', '2', null]]);
  check('buffers', [await client.set('bytes', Buffer.from([0, 255])), await client.getBuffer('bytes')],
    ['OK', Buffer.from([0, 255])]);
  check('BITFIELD', await client.bitfield('bf', 'INCRBY', 'i5', 100, 1, 'GET', 'u4', 0), [1, 0]);
  check('BITCOUNT', [await client.setbit('bits', 9, 1), await client.bitcount('bits', 0, -1, 'BYTE')], [0, 1]);
  check('PFADD', [await client.pfadd('hll', 'a', 'b'), await client.pfcount('hll')], [1, 2]);
  await checkRefused('error', client.lpush('a', 'x'), 'WRONGTYPE');
  await checkRefused('unknown', client.call('NOPE', 'x'), "unknown command 'NOPE'");
}

async function keys(client) {
  check('EXPIRE', [await client.expire('a', 100, 'XX'), await client.expire('a', 100, 'NX')], [0, 1]);
  check('TYPE', [await client.type('a'), await client.type('none')], ['string', 'none']);
  check('OBJECT', await client.object('ENCODING', 'a'), 'int');
  check('DUMP', [await client.restore('restored', 0, await client.dumpBuffer('a')), await client.get('restored')],
    ['OK', '1']);
  const filling = client.pipeline();
  for (let i = 0; i < 300; i++)
    filling.set(`scan:${i}`, i);
  await filling.exec();
  const pages = await collect(client.scanStream({ match: 'scan:*', count: 50 }));
  check('SCAN', new Set(pages.flat()).size, 300);
  check('UNLINK', await client.unlink(...new Set(pages.flat())), 300);
  check('EXPIRETIME', await client.expiretime('b'), -1);
}

async function hashes(client) {
  check('HSET', await client.hset('h', { name: 'ada', born: 1815 }), 2);
  check('HGETALL', await client.hgetall('h'), { name: 'ada', born: '1815' });
  check('HMGET', await client.hmget('h', 'born', 'none'), ['1815', null]);
  check('HINCRBY', [await client.hincrby('h', 'born', 1), await client.hdel('h', 'name')], [1816, 1]);
  const pages = await collect(client.hscanStream('h'));
  check('HSCAN', pages.flat(), ['born', '1816']);
}

async function lists(client) {
  check('RPUSH', [await client.rpush('l', 1, 2, 3, 4), await client.lrange('l', 1, 2)], [4, ['2', '3']]);
  check('LPOP', [await client.lpop('l', 2), await client.lmove('l', 'l', 'LEFT', 'RIGHT')], [['1', '2'], '3']);
  check('LSET', [await client.lset('l', 0, 'x'), await client.lrange('l', 0, -1)], ['OK', ['x', '3']]);
  check('BRPOPLPUSH', await client.brpoplpush('l', 'moved', 1), '3');
  check('BLMPOP', await client.blmpop(1, 2, 'none', 'moved', 'LEFT'), ['moved', ['3']]);
  const waiting = client.duplicate();
  const popped = waiting.brpop('later', 30);
  await until('the client waits', async () => /blocked_clients:1\r/.test(await client.info('clients')));
  await client.lpush('later', 'x');
  check('BRPOP waits', await popped, ['later', 'x']);
  waiting.disconnect();
}

async function sets(client) {
  check('SADD', [await client.sadd('s', 'a', 'b'), await client.sadd('t', 'b', 'c')], [2, 2]);
  check('SINTER', [await client.sinter('s', 't'), sorted(await client.sunion('s', 't'))], [['b'], ['a', 'b', 'c']]);
  check('SMISMEMBER', await client.smismember('s', 'a', 'c'), [1, 0]);
  check('SSCAN', sorted((await collect(client.sscanStream('s'))).flat()), ['a', 'b']);
}

async function sortedSets(client) {
  check('ZADD', await client.zadd('z', 'CH', 1, 'a', 2, 'b', 3, 'c'), 3);
  check('ZADD GT INCR', [await client.zadd('z', 'GT', 'INCR', 5, 'a'), await client.zscore('z', 'a')], ['6', '6']);
  check('ZRANGE', await client.zrange('z', 0, -1, 'WITHSCORES'), ['b', '2', 'c', '3', 'a', '6']);
  check('ZRANGEBYSCORE', await client.zrangebyscore('z', '(2', '+inf', 'LIMIT', 0, 1), ['c']);
  check('ZPOPMIN', [await client.zpopmin('z'), await client.zcard('z')], [['b', '2'], 2]);
  check('BZPOPMAX', await client.bzpopmax('z', 1), ['z', 'a', '6']);
  check('ZSCAN', (await collect(client.zscanStream('z'))).flat(), ['c', '3']);
}

async function streams(client) {
  check('XADD', [await client.xadd('x', '1-1', 'f', 'v'), await client.xadd('x', 'MAXLEN', '~', 100, '1-*', 'f', 'w')],
    ['1-1', '1-2']);
  check('XRANGE', await client.xrange('x', '-', '+'), [['1-1', ['f', 'v']], ['1-2', ['f', 'w']]]);
  check('XGROUP', await client.xgroup('CREATE', 'x', 'g', '$', 'MKSTREAM'), 'OK');
  const reader = client.duplicate();
  const waiting = reader.xreadgroup('GROUP', 'g', 'me', 'BLOCK', 30_000, 'STREAMS', 'x', '>');
  await until('the reader waits', async () => /blocked_clients:1\r/.test(await client.info('clients')));
  await client.xadd('x', '3-0', 'f', 'x');
  check('XREADGROUP waits', await waiting, [['x', [['3-0', ['f', 'x']]]]]);
  check('XPENDING', (await client.xpending('x', 'g', '-', '+', 10)).map(([id, name, , count]) => [id, name, count]),
    [['3-0', 'me', 1]]);
  check('XACK', [await client.xack('x', 'g', '3-0'), await client.xdel('x', '1-1'), await client.xlen('x')], [1, 1, 2]);
  reader.disconnect();
}

async function places(client) {
  check('GEOADD', await client.geoadd('geo', 2.35, 48.85, 'Paris', -0.12, 51.5, 'London'), 2);
  check('GEOPOS', await client.geopos('geo', 'Paris', 'none'),
    [['2.34999865293502808', '48.84999911645039106'], null]);
  check('GEOSEARCH', await client.geosearch('geo', 'FROMMEMBER', 'Paris', 'BYRADIUS', 400, 'km', 'ASC', 'WITHDIST'),
    [['Paris', '0.0000'], ['London', '343.2246']]);
}

async function pipelines(client) {
  check('pipeline', await client.pipeline().set('p', 1).incr('p').get('p').exec(),
    [[null, 'OK'], [null, 2], [null, '2']]);
  const broken = await client.pipeline().incr('h').incr('p').exec();
  check('a command that fails', broken.map(([error, reply]) => [error?.message ?? null, reply ?? null]),
    [['WRONGTYPE Operation against a key holding the wrong kind of value', null], [null, 3]]);
  check('MULTI', await client.multi().set('m', 1).incr('m').exec(), [[null, 'OK'], [null, 2]]);
  const steps = client.duplicate();
  await steps.multi({ pipeline: false });
  check('queued', [await steps.incr('m'), await steps.exec()], ['QUEUED', [[null, 3]]]);
  await steps.watch('m');
  await client.incr('m');
  check('WATCH', await steps.multi().incr('m').exec(), null);
  await checkRefused('EXECABORT', steps.multi().call('NOPE').exec(), 'EXECABORT');
  const automatic = client.duplicate({ enableAutoPipelining: true });
  const many = await Promise.all(Array.from({ length: 1000 }, () => automatic.incr('many')));
  check('auto pipelining', [many[0], many[999]], [1, 1000]);
  steps.disconnect();
  automatic.disconnect();
}

async function scripts(client) {
  client.defineCommand('swap', {
    numberOfKeys: 2,
    lua: `local first = redis.call('GET', KEYS[1])
          redis.call('SET', KEYS[1], redis.call('GET', KEYS[2]))
          redis.call('SET', KEYS[2], first)
          return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])}`,
  });
  check('EVALSHA unknown', await client.swap('a', 'b'), ['2', '1']);
  await client.script('FLUSH');
  check('EVALSHA after SCRIPT FLUSH', await client.swap('a', 'b'), ['1', '2']);
  check('in a pipeline', await client.pipeline().swap('a', 'b').get('a').exec(), [[null, ['2', '1']], [null, '2']]);
  await checkRefused('EVAL fails', client.eval("return redis.error_reply('MINE is wrong')", 0), 'MINE is wrong');
  check('FUNCTION LOAD',
    await client.function('LOAD', "#!lua name=io\nredis.register_function('hello', function() return 'hi' end)"), 'io');
  check('FCALL', [await client.fcall('hello', 0), await client.function('DELETE', 'io')], ['hi', 'OK']);
}

async function messages(client, options) {
  const listener = await open(options);
  const heard = [];
  listener.on('message', (channel, message) => heard.push(`${channel}: ${message}`));
  listener.on('pmessage', (pattern, channel, message) => heard.push(`${pattern} ${channel}: ${message}`));
  check('SUBSCRIBE', [await listener.subscribe('c', 'd'), await listener.psubscribe('n?ws')], [2, 3]);
  check('PUBLISH', [await client.publish('c', 'one'), await client.publish('news', 'two')], [1, 1]);
  await until('two messages came', () => heard.length === 2);
  check('messages', heard, ['c: one', 'n?ws news: two']);
  await checkRefused('other commands', listener.get('k'), 'subscriber mode');
  check('UNSUBSCRIBE', [await listener.unsubscribe('c', 'd'), await listener.punsubscribe('n?ws')], [1, 0]);
  check('afterwards', await listener.get('k'), 'v');
  const events = await open(options);
  await client.config('SET', 'notify-keyspace-events', 'Kx$');
  events.on('pmessage', (pattern, channel, message) => heard.push(`${channel}: ${message}`));
  await events.psubscribe('__keyspace@0__:*');
  await client.set('noticed', 1);
  await client.pexpire('noticed', 1);
  await until('the key has expired', async () => await client.exists('noticed') === 0);
  await until('both events came', () => heard.length >= 4);
  check('events', heard.slice(2), ['__keyspace@0__:noticed: set', '__keyspace@0__:noticed: expired']);
  await client.config('SET', 'notify-keyspace-events', '');
  listener.disconnect();
  events.disconnect();
}

async function users(client, options) {
  check('ACL SETUSER',
    await client.acl('SETUSER', 'bob', 'on', '>pw', 'allkeys', '+@read', '&news*', '+subscribe'), 'OK');
  const bob = await open({ ...options, username: 'bob', password: 'pw', enableReadyCheck: false });
  check('reads', await bob.get('k'), 'v');
  await checkRefused('writes', bob.set('k', 'w'), 'NOPERM');
  await checkRefused('other channels', bob.subscribe('secrets'), 'NOPERM');
  check('ACL DRYRUN', await client.acl('DRYRUN', 'bob', 'GET', 'k'), 'OK');
  check('ACL GETUSER', (await client.acl('GETUSER', 'bob')).slice(0, 2), ['flags', ['on']]);
  bob.disconnect();
  check('ACL DELUSER', await client.acl('DELUSER', 'bob'), 1);
}

/** In RESP2 another connection hears what has changed. */
async function tracked(client, options) {
  const listener = await open(options);
  const heard = [];
  listener.on('message', (channel, keys) => heard.push(`${channel}: ${keys}`));
  const id = await listener.client('ID');
  await listener.subscribe('__redis__:invalidate');
  const reader = await open(options);
  check('CLIENT TRACKING', await reader.client('TRACKING', 'ON', 'REDIRECT', id), 'OK');
  check('reads', await reader.get('k'), 'v');
  await client.set('k', 'v');
  await until('it is heard', () => heard.length === 1);
  check('invalidated', heard, ['__redis__:invalidate: k']);
  listener.disconnect();
  reader.disconnect();
}

async function connections(client, options) {
  const named = await open({ ...options, connectionName: 'me', db: 5 });
  check('CLIENT GETNAME', [await named.client('GETNAME'), await named.dbsize()], ['me', 0]);
  await named.set('k', 'v');
  const id = await named.client('ID');
  check('CLIENT KILL', await client.client('KILL', 'ID', id), 1);
  // It comes back with its name and its database.
  await until('the client is back', async () => await named.client('ID') > id);
  check('reconnects', [await named.client('GETNAME'), await named.get('k')], ['me', 'v']);
  named.disconnect();
  const lines = [];
  const monitor = await client.duplicate().monitor();
  monitor.on('monitor', (time, command) => lines.push(command));
  await client.set('watched', 'value');
  await until('the monitor has seen it', () => lines.some(command => command[0].toUpperCase() === 'SET'));
  check('MONITOR', lines.find(command => command[0].toUpperCase() === 'SET').slice(1), ['watched', 'value']);
  monitor.disconnect();
  check('INFO', /redis_version:7\.0\.15/.test(await client.info()), true);
  const renamed = await open({ ...options, keyPrefix: 'pre:' });
  check('keyPrefix', [await renamed.set('k', 1), await client.get('pre:k')], ['OK', '1']);
  renamed.disconnect();
}

'use strict';
// node-redis in both versions of the protocol.

const { createClient, createClientPool, defineScript, RESP_TYPES } = require('redis');
const { check, checkRefused, collect, run, sorted, until } = require('./checks.js');

const addToAll = defineScript({
  SCRIPT: "for _, key in ipairs(KEYS) do redis.call('INCRBY', key, ARGV[1]) end return #KEYS",
  parseCommand(parser, keys, amount) {
    parser.pushKeysLength(keys);
    parser.push(String(amount));
  },
  transformReply: undefined,
});

run('node-redis', async port => {
  for (const protocol of [2, 3]) {
    const options = { socket: { host: '127.0.0.1', port }, RESP: protocol, scripts: { addToAll } };
    const client = createClient(options);
    client.on('error', () => {});
    await client.connect();
    await client.flushAll();
    console.log(`RESP${protocol}`);
    // In RESP3 this client leaves the replies of XREAD as they come.
    const reads = protocol === 3 ? types : streams;
    for (const part of [strings, keys, hashes, lists, sets, sortedSets, reads, places, transactions, scripts])
      await part(client);
    await messages(client, options);
    await users(client, options);
    await connections(client, options);
    if (protocol === 3)
      await cached(client, options);
    await client.close();
  }
});

async function strings(client) {
  check('SET', await client.set('k', 'v', { expiration: { type: 'EX', value: 100 } }), 'OK');
  check('SET NX', await client.set('k', 'w', { condition: 'NX' }), null);
  check('SET GET', await client.set('k', 'w', { GET: true }), 'v');
  check('GET', await client.get('k'), 'w');
  check('INCRBY', [await client.incr('n'), await client.incrBy('n', 41), await client.decr('n')], [1, 42, 41]);
  check('INCRBYFLOAT', await client.incrByFloat('f', 1.5), '1.5');
  check('MSET', await client.mSet({ a: '1', b: '2' }), 'OK');
  check('MGET', await client.mGet(['a', 'b', 'missing']), ['1', '2', null]);
  check('APPEND', [await client.append('k', 'ord'), await client.getRange('k', 1, -2)], [4, 'or']);
  check('SETRANGE', [await client.setRange('k', 2, 'XX'), await client.getDel('k')], [4, 'woXX']);
  await client.mSet({ left: 'ohmytext', right: 'mynewtext' });
  check('LCS', await client.lcs('left', 'right'), 'mytext');
  check('SETBIT', [await client.setBit('bits', 7, 1), await client.getBit('bits', 7), await client.bitCount('bits')],
    [0, 1, 1]);
  check('BITPOS', await client.bitPos('bits', 1), 7);
  check('BITOP', [await client.bitOp('NOT', 'flipped', 'bits'), await client.bitCount('flipped')], [1, 7]);
  check('BITFIELD', await client.bitField('field', [
    { operation: 'SET', encoding: 'u8', offset: '#1', value: 200 },
    { operation: 'OVERFLOW', behavior: 'SAT' },
    { operation: 'INCRBY', encoding: 'u8', offset: '#1', increment: 100 },
    { operation: 'GET', encoding: 'i8', offset: 8 },
  ]), [0, 255, -1]);
  const bytes = Buffer.from([0, 255, 13, 10]);
  const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  check('bytes', [await client.set('bytes', bytes), await binary.get('bytes')], ['OK', bytes]);
  check('PFADD', [await client.pfAdd('hll', ['a', 'b', 'c']), await client.pfAdd('hll2', ['c', 'd'])], [1, 1]);
  check('PFCOUNT', [await client.pfCount('hll'), await client.pfCount(['hll', 'hll2'])], [3, 4]);
  check('PFMERGE', [await client.pfMerge('both', ['hll', 'hll2']), await client.pfCount('both')], ['OK', 4]);
  await checkRefused('error', client.lPush('a', 'x'), 'WRONGTYPE');
  await checkRefused('unknown', client.sendCommand(['NOPE', 'x']), "unknown command 'NOPE'");
}

async function keys(client) {
  await client.set('temporary', '1');
  check('EXPIRE', [await client.expire('temporary', 100), await client.expire('missing', 100)], [1, 0]);
  check('TTL', [await client.ttl('temporary') > 90, await client.ttl('a'), await client.pTTL('missing')],
    [true, -1, -2]);
  check('PERSIST', [await client.persist('temporary'), await client.ttl('temporary')], [1, -1]);
  await client.pExpireAt('temporary', 1);
  check('expired', await client.exists('temporary'), 0);
  check('COPY', [await client.copy('a', 'copy'), await client.get('copy')], [1, '1']);
  check('RENAME', [await client.rename('copy', 'renamed'), await client.type('renamed')], ['OK', 'string']);
  check('OBJECT ENCODING', await client.objectEncoding('renamed'), 'int');
  const dump = await client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).dump('renamed');
  check('RESTORE', [await client.restore('restored', 0, dump), await client.get('restored')], ['OK', '1']);
  check('DEL', [await client.del(['renamed', 'missing']), await client.unlink('restored')], [1, 1]);
  for (let i = 0; i < 250; i++)
    await client.set(`scan:${i}`, String(i));
  const pages = await collect(client.scanIterator({ MATCH: 'scan:*', COUNT: 20 }));
  check('SCAN', new Set(pages.flat()).size, 250);
  await client.rPush('unsorted', ['3', '1', '2']);
  check('SORT', [await client.sort('unsorted', { DIRECTION: 'DESC' }), await client.sortStore('unsorted', 'sorted')],
    [['3', '2', '1'], 3]);
  check('MEMORY USAGE', await client.memoryUsage('a') > 0, true);
}

async function hashes(client) {
  check('HSET', await client.hSet('h', { name: 'ada', born: '1815' }), 2);
  check('HGETALL', await client.hGetAll('h'), { name: 'ada', born: '1815' });
  check('HMGET', await client.hmGet('h', ['name', 'missing']), ['ada', null]);
  check('HINCRBY', [await client.hIncrBy('h', 'born', 1), await client.hIncrByFloat('h', 'born', 0.5)],
    [1816, '1816.5']);
  check('HKEYS', [sorted(await client.hKeys('h')), await client.hLen('h')], [['born', 'name'], 2]);
  check('HDEL', [await client.hDel('h', 'born'), await client.hExists('h', 'born')], [1, 0]);
  check('HRANDFIELD', await client.hRandFieldCountWithValues('h', 2), [{ field: 'name', value: 'ada' }]);
  for (let i = 0; i < 700; i++)
    await client.hSet('large', `f${i}`, String(i));
  const fields = (await collect(client.hScanIterator('large', { COUNT: 100 }))).flat();
  check('HSCAN', new Set(fields.map(item => item.field)).size, 700);
}

async function lists(client) {
  check('RPUSH', [await client.rPush('l', ['a', 'b', 'c']), await client.lPush('l', 'z')], [3, 4]);
  check('LRANGE', await client.lRange('l', 0, -1), ['z', 'a', 'b', 'c']);
  check('LPOS', [await client.lPos('l', 'b'), await client.lIndex('l', -1)], [2, 'c']);
  check('LINSERT', [await client.lInsert('l', 'BEFORE', 'a', 'y'), await client.lRem('l', 1, 'y')], [5, 1]);
  check('LMOVE', [await client.lMove('l', 'other', 'LEFT', 'RIGHT'), await client.rPop('l')], ['z', 'c']);
  check('LMPOP', await client.lmPop(['missing', 'l'], 'LEFT', { COUNT: 2 }), ['l', ['a', 'b']]);
  check('BLPOP', await client.blPop('other', 1), { key: 'other', element: 'z' });
  check('BLPOP in vain', await client.blPop('other', 0.01), null);
  const waiting = client.duplicate();
  await waiting.connect();
  const popped = waiting.blPop('later', 30);
  await until('the client waits', async () => /blocked_clients:1\r/.test(await client.info('clients')));
  await client.rPush('later', 'x');
  check('BLPOP waits', await popped, { key: 'later', element: 'x' });
  await waiting.close();
}

async function sets(client) {
  check('SADD', [await client.sAdd('s', ['a', 'b', 'c']), await client.sAdd('t', ['b', 'd'])], [3, 2]);
  check('SMEMBERS', sorted(await client.sMembers('s')), ['a', 'b', 'c']);
  check('SMISMEMBER', [await client.smIsMember('s', ['a', 'd']), await client.sIsMember('s', 'a')], [[1, 0], 1]);
  check('SINTER', [await client.sInter(['s', 't']), sorted(await client.sDiff(['s', 't']))], [['b'], ['a', 'c']]);
  check('SUNIONSTORE', [await client.sUnionStore('u', ['s', 't']), await client.sInterCard(['s', 't'])], [4, 1]);
  check('SPOP', [typeof await client.sPop('u'), await client.sCard('u')], ['string', 3]);
  const members = (await collect(client.sScanIterator('s'))).flat();
  check('SSCAN', sorted(members), ['a', 'b', 'c']);
}

async function sortedSets(client) {
  check('ZADD', await client.zAdd('z', [1, 2, 3].map(score => ({ score, value: `m${score}` }))), 3);
  check('ZRANGE', await client.zRangeWithScores('z', 0, -1),
    [{ value: 'm1', score: 1 }, { value: 'm2', score: 2 }, { value: 'm3', score: 3 }]);
  check('ZRANGE BYSCORE', await client.zRange('z', '(1', '+inf', { BY: 'SCORE' }), ['m2', 'm3']);
  check('ZRANGE BYLEX', await client.zRange('z', '[m1', '(m2', { BY: 'LEX' }), ['m1']);
  check('ZINCRBY', [await client.zIncrBy('z', 1.5, 'm1'), await client.zRank('z', 'm1')], [2.5, 1]);
  check('ZSCORE', [await client.zScore('z', 'm3'), await client.zmScore('z', ['m2', 'none'])], [3, [2, null]]);
  check('ZADD XX', [await client.zAdd('z', { score: 9, value: 'm3' }, { condition: 'XX' }), await client.zCard('z')],
    [0, 3]);
  check('ZPOPMAX', [await client.zPopMax('z'), await client.zPopMin('z')],
    [{ value: 'm3', score: 9 }, { value: 'm2', score: 2 }]);
  check('ZUNION', await client.zUnionWithScores(['z', 'z']), [{ value: 'm1', score: 5 }]);
  check('BZPOPMIN', await client.bzPopMin('z', 1), { key: 'z', value: 'm1', score: 2.5 });
  check('ZCOUNT', [await client.zCount('z', '-inf', '+inf'), await client.zRemRangeByRank('z', 0, -1)], [0, 0]);
}

async function streams(client) {
  check('XADD', await client.xAdd('x', '1-1', { a: '1' }), '1-1');
  await client.xAdd('x', '1-*', { a: '2' });
  const trim = { strategy: 'MAXLEN', strategyModifier: '=', threshold: 9 };
  await client.xAdd('x', '2-0', { a: '3', b: '4' }, { TRIM: trim });
  check('XRANGE', await client.xRange('x', '-', '+', { COUNT: 2 }),
    [{ id: '1-1', message: { a: '1' } }, { id: '1-2', message: { a: '2' } }]);
  check('XREVRANGE', (await client.xRevRange('x', '+', '(1-1')).map(entry => entry.id), ['2-0', '1-2']);
  check('XGROUP CREATE', await client.xGroupCreate('x', 'g', '0', { MKSTREAM: true }), 'OK');
  await checkRefused('XGROUP CREATE again', client.xGroupCreate('x', 'g', '0'), 'BUSYGROUP');
  const read = await client.xReadGroup('g', 'me', { key: 'x', id: '>' }, { COUNT: 2 });
  check('XREADGROUP', read, [{
    name: 'x',
    messages: [{ id: '1-1', message: { a: '1' } }, { id: '1-2', message: { a: '2' } }],
  }]);
  check('XACK', await client.xAck('x', 'g', '1-1'), 1);
  check('XPENDING', await client.xPending('x', 'g'),
    { pending: 1, firstId: '1-2', lastId: '1-2', consumers: [{ name: 'me', deliveriesCounter: 1 }] });
  check('XCLAIM', await client.xClaim('x', 'g', 'you', 0, '1-2'), [{ id: '1-2', message: { a: '2' } }]);
  check('XAUTOCLAIM', await client.xAutoClaim('x', 'g', 'me', 0, '-'),
    { nextId: '0-0', messages: [{ id: '1-2', message: { a: '2' } }], deletedMessages: [] });
  const groups = await client.xInfoGroups('x');
  check('XINFO GROUPS', groups.map(group => [group.name, group.consumers, group.pending, group.lag]), [['g', 2, 1, 1]]);
  const information = await client.xInfoStream('x');
  check('XINFO STREAM', [information.length, information['last-generated-id']], [3, '2-0']);
  check('XREAD BLOCK', await client.xRead({ key: 'x', id: '$' }, { BLOCK: 10 }), null);
  check('XTRIM', [await client.xTrim('x', 'MAXLEN', 1), await client.xLen('x')], [2, 1]);
}

async function types(client) {
  const call = (...command) => client.sendCommand(command);
  await client.zAdd('scores', [{ score: 1.5, value: 'm' }]);
  await client.xAdd('x', '1-1', { a: '1' });
  check('map', await call('HGETALL', 'h'), { name: 'ada' });
  check('set', sorted(await call('SMEMBERS', 't')), ['b', 'd']);
  check('double', [await call('ZSCORE', 'scores', 'm'), await call('ZRANGE', 'scores', '0', '-1', 'WITHSCORES')],
    [1.5, [['m', 1.5]]]);
  check('null', [await call('GET', 'none'), await call('LPOP', 'none')], [null, null]);
  check('map of streams', await call('XREAD', 'STREAMS', 'x', '0'), { x: [['1-1', ['a', '1']]] });
  check('verbatim', (await call('LOLWUT', 'VERSION', '9')), 'Redis ver. 7.0.15\n');
  const script = 'redis.setresp(3) return {true, false, {double = 2.5}, {map = {a = 1}}, {set = {b = true}}}';
  check('types of scripts', await call('EVAL', script, '0'), [true, false, 2.5, { a: 1 }, ['b']]);
}

async function places(client) {
  check('GEOADD', await client.geoAdd('geo', [
    { longitude: 13.361389, latitude: 38.115556, member: 'Palermo' },
    { longitude: 15.087269, latitude: 37.502669, member: 'Catania' },
  ]), 2);
  check('GEODIST', await client.geoDist('geo', 'Palermo', 'Catania', 'km'), 166.2742);
  check('GEOHASH', await client.geoHash('geo', ['Palermo', 'nowhere']), ['sqc8b49rny0', null]);
  check('GEOSEARCH', await client.geoSearch('geo', { longitude: 15, latitude: 37 }, { radius: 100, unit: 'km' }),
    ['Catania']);
  check('GEOSEARCH WITH', await client.geoSearchWith(
    'geo', 'Catania', { width: 400, height: 400, unit: 'km' }, ['WITHDIST'], { SORT: 'ASC' }),
    [{ member: 'Catania', distance: '0.0000' }, { member: 'Palermo', distance: '166.2742' }]);
}

async function transactions(client) {
  check('MULTI', await client.multi().set('m', '1').incr('m').hGetAll('h').exec(), ['OK', 2, { name: 'ada' }]);
  await client.watch('m');
  const other = client.duplicate();
  await other.connect();
  await other.set('m', '9');
  await other.close();
  await checkRefused('WATCH', client.multi().incr('m').exec(), 'watched keys has been changed');
  await checkRefused('a command that fails', client.multi().incr('h').incr('m').execAsPipeline(), 'WRONGTYPE');
  check('the others', await client.get('m'), '10');
  const many = await Promise.all(Array.from({ length: 2000 }, () => client.incr('many')));
  check('pipeline', [many[0], many[1999]], [1, 2000]);
}

async function scripts(client) {
  await client.scriptFlush();
  check('EVALSHA unknown', await client.addToAll(['p', 'q'], 5), 2);
  check('EVALSHA', [await client.addToAll(['p', 'q'], 5), await client.mGet(['p', 'q'])], [2, ['10', '10']]);
  check('EVAL', await client.eval('return {KEYS[1], ARGV[1], {1, 2.9}, false}', { keys: ['k'], arguments: ['a'] }),
    ['k', 'a', [1, 2], null]);
  await checkRefused('EVAL fails', client.eval("return redis.call('INCR', 'h')"), 'WRONGTYPE');
  check('SCRIPT EXISTS', await client.scriptExists(['ffffffffffffffffffffffffffffffffffffffff']), [0]);
  const library = "#!lua name=lib\nredis.register_function('twice', function(keys, args) return args[1] * 2 end)";
  check('FUNCTION LOAD', await client.functionLoad(library, { REPLACE: true }), 'lib');
  check('FCALL', await client.fCall('twice', { keys: [], arguments: ['21'] }), 42);
  check('FUNCTION LIST', (await client.functionList()).map(item => [item.library_name, item.engine]), [['lib', 'LUA']]);
  check('FUNCTION DELETE', await client.functionDelete('lib'), 'OK');
}

async function messages(client, options) {
  const listener = createClient(options);
  listener.on('error', () => {});
  await listener.connect();
  const heard = [];
  await listener.subscribe('news', (message, channel) => heard.push(`${channel}: ${message}`));
  await listener.pSubscribe('n*', (message, channel) => heard.push(`pattern ${channel}: ${message}`));
  await listener.sSubscribe('shard', (message, channel) => heard.push(`shard ${channel}: ${message}`));
  check('PUBLISH', [await client.publish('news', 'hello'), await client.sPublish('shard', 'hi')], [2, 1]);
  await until('three messages came', () => heard.length === 3);
  check('messages', heard, ['news: hello', 'pattern news: hello', 'shard shard: hi']);
  check('PUBSUB NUMSUB', await client.pubSubNumSub(['news']), { news: 1 });
  await listener.unsubscribe('news');
  await listener.pUnsubscribe();
  await listener.sUnsubscribe();
  check('PUBLISH to nobody', await client.publish('news', 'hello'), 0);
  check('other commands', await listener.exists('n'), 1);
  await listener.close();
}

async function users(client, options) {
  check('ACL SETUSER', await client.aclSetUser('ada', ['on', '>secret', '~ada:*', '+get', '+@connection']), 'OK');
  check('ACL LIST', (await client.aclList()).length, 2);
  const ada = createClient({ ...options, username: 'ada', password: 'secret' });
  ada.on('error', () => {});
  await ada.connect();
  check('GET own', await ada.get('ada:k'), null);
  await checkRefused('GET other', ada.get('k'), 'NOPERM');
  await checkRefused('SET', ada.set('ada:k', 'v'), 'NOPERM');
  check('ACL LOG', (await client.aclLog()).map(entry => [entry.reason, entry.object, entry.username]).slice(0, 2),
    [['command', 'set', 'ada'], ['key', 'k', 'ada']]);
  await ada.close();
  const wrong = createClient({ ...options, username: 'ada', password: 'wrong',
    socket: { ...options.socket, reconnectStrategy: false } });
  wrong.on('error', () => {});
  await checkRefused('wrong password', wrong.connect(), 'WRONGPASS');
  check('ACL DELUSER', [await client.aclDelUser('ada'), await client.aclWhoAmI()], [1, 'default']);
}

/** The client keeps what it has read, and forgets it when the server says that it has changed. */
async function cached(client, options) {
  const reader = createClient({ ...options, clientSideCache: { ttl: 0, maxEntries: 100, evictPolicy: 'LRU' } });
  reader.on('error', () => {});
  await reader.connect();
  await client.set('kept', 'old');
  const reads = async () => /cmdstat_get:calls=(\d+)/.exec(await client.info('commandstats'))[1];
  check('read', [await reader.get('kept'), await reader.get('kept')], ['old', 'old']);
  const before = await reads();
  await reader.get('kept');
  check('no further read', await reads() === before, true);
  await client.set('kept', 'new');
  await until('the client has heard of it', async () => await reader.get('kept') === 'new');
  await reader.close();
}

async function connections(client, options) {
  check('CLIENT SETNAME', [await client.clientSetName('me'), await client.clientGetName()], ['OK', 'me']);
  const information = await client.clientInfo();
  check('CLIENT INFO', [information.name, information.db, information.user], ['me', 0, 'default']);
  await client.select(3);
  check('SELECT', await client.dbSize(), 0);
  await client.select(0);
  check('CONFIG GET', await client.configGet('maxmemory-polic?'), { 'maxmemory-policy': 'noeviction' });
  check('INFO', /redis_version:7\.0\.15/.test(await client.info('server')), true);
  check('COMMAND COUNT', await client.commandCount() > 100, true);
  check('COMMAND GETKEYS', await client.commandGetKeys(['MSET', 'a', '1', 'b', '2']), ['a', 'b']);

  const victim = createClient({ ...options, socket: { ...options.socket, reconnectStrategy: 5 } });
  victim.on('error', () => {});
  await victim.connect();
  const id = await victim.clientId();
  check('CLIENT KILL', await client.clientKill({ filter: 'ID', id }), 1);
  await until('the client is back', async () => (await victim.ping().catch(() => '')) === 'PONG');
  check('reconnects', await victim.clientId() > id, true);
  await victim.close();

  // As many at least as at most: the pool's timer that closes superfluous clients outlives the pool, and fails then.
  const pool = await createClientPool(options, { minimum: 4, maximum: 4 }).connect();
  const replies = await Promise.all(Array.from({ length: 8 }, (_, i) => pool.set(`pool:${i}`, 'x')));
  check('pool', replies, Array(8).fill('OK'));
  await pool.close();
}

'use strict';
// What the scripts of all clients share. A check compares and prints a line; the lines of a run are its transcript, and
// that on the engine must be that on redis-server. So nothing is printed that differs from run to run.

const assert = require('node:assert/strict');

/** Fails unless the two are equal, in depth; prints what they are. */
function check(name, actual, expected) {
  assert.deepEqual(plain(actual), plain(expected), name);
  console.log(`${name}: ${JSON.stringify(plain(actual))}`);
}

/** Fails unless a command is refused with this error; prints its text. */
async function checkRefused(name, promise, text) {
  const error = await promise.then(() => assert.fail(`${name}: was not refused`), failure => failure);
  assert.ok(error.message.includes(text), `${name}: ${error.message}`);
  console.log(`${name}: ${error.message}`);
}

/** Prints a title, runs checks, and so on; ends the process with 1 when one fails. */
function run(title, checks) {
  const port = Number(process.argv[2]);
  const guard = setTimeout(() => fail(new Error('it takes longer than a minute')), 60_000);
  checks(port).then(() => {
    clearTimeout(guard);
    console.log(`${title}: done`);
    // Connections that a client keeps for later must not keep the process.
    process.exit(0);
  }, fail);

  function fail(error) {
    console.error(error);
    process.exit(1);
  }
}

/** Waits until a condition holds; its name is for the error. */
async function until(name, condition) {
  const deadline = Date.now() + 30_000;
  while (!await condition()) {
    if (Date.now() > deadline)
      throw new Error(`it did not come to pass that ${name}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

/** Objects without a prototype, maps, sets and buffers as what JSON knows. */
function plain(value) {
  if (Buffer.isBuffer(value))
    return `<${value.toString('hex')}>`;
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (value instanceof Set)
    return [...value].map(plain);
  if (Array.isArray(value))
    return value.map(plain);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return typeof value === 'bigint' ? `${value}n` : value;
}

const sorted = items => [...items].sort();

async function collect(iterator) {
  const items = [];
  for await (const item of iterator)
    items.push(item);
  return items;
}

module.exports = { check, checkRefused, collect, run, sorted, until };

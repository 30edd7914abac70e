// BullMQ on the same server with the same payload: node bench.mjs PORT COMMAND [JOBS]
// `npm install bullmq` in a folder of its own, outside the checkout, and give that folder as BULLMQ_FOLDER.
// add: jobs per second with 32 callers; process: jobs per second with one worker and concurrency 32; idle: the median
// milliseconds from adding to the handler. Prints one number.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.env.BULLMQ_FOLDER ?? process.cwd(), 'package.json'));
const { Queue, Worker } = require('bullmq');
const [port, command, jobs = '20000'] = process.argv.slice(2);
const count = Number(jobs);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const payload = { number: 7, customer: 'ada', text: 'x'.repeat(64) };
const settings = { removeOnComplete: true };
const queue = new Queue(`bench-${command}`, { connection });
await queue.waitUntilReady();

async function add(total) {
  let left = total;
  await Promise.all(Array.from({ length: 32 }, async () => {
    while (left-- > 0) {
      await queue.add('job', payload, settings);
    }
  }));
}

function startWorker(handler) {
  return new Worker(queue.name, handler, { connection, concurrency: 32 });
}

if (command === 'add') {
  await add(1000);
  const start = performance.now();
  await add(count);
  console.log(count / ((performance.now() - start) / 1000));
} else if (command === 'process') {
  for (let i = 0; i < count; i += 1000) {
    await queue.addBulk(Array.from({ length: 1000 }, () => ({ name: 'job', data: payload, opts: settings })));
  }
  let done = 0;
  const worker = await new Promise((resolve) => {
    const start = performance.now();
    const running = startWorker(async () => {
      if (++done === count) {
        console.log(count / ((performance.now() - start) / 1000));
        resolve(running);
      }
    });
  });
  await worker.close();
} else {
  const times = [];
  let handled;
  const worker = startWorker(async () => handled());
  await worker.waitUntilReady();
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const start = performance.now();
    const seen = new Promise((resolve) => { handled = resolve; });
    await queue.add('job', payload, settings);
    await seen;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(times[Math.floor(times.length / 2)]);
  await worker.close();
}
await queue.close();
process.exit(0);

'use strict';
// BullMQ, which is made of Lua scripts: jobs that are added, delayed, retried, ranked, limited, repeated, and flows.

const { FlowProducer, Queue, QueueEvents, UnrecoverableError, Worker } = require('bullmq');
const { check, run, sorted, until } = require('./checks.js');

run('bullmq', async port => {
  const connection = { host: '127.0.0.1', port };
  const open = [];
  const tools = {
    queue: name => keep(new Queue(name, { connection })),
    events: name => keep(new QueueEvents(name, { connection })),
    flows: () => keep(new FlowProducer({ connection })),
    worker: (name, process, options) => keep(new Worker(name, process, { connection, ...options })),
  };
  function keep(part) {
    part.on('error', error => { throw error; });
    open.push(part);
    return part;
  }

  const client = await tools.queue('start').client;
  await client.flushall();
  for (const part of [ordinary, bulk, delayed, retried, ranked, limited, flow, repeated, paused, removed])
    await part(tools);
  await Promise.all(open.map(part => part.close()));
});

async function ordinary({ queue, events, worker }) {
  const jobs = queue('ordinary');
  const finished = events('ordinary');
  await finished.waitUntilReady();
  const progress = [];
  finished.on('progress', ({ data }) => progress.push(data));
  worker('ordinary', async job => {
    await job.updateProgress(50);
    await job.log('halfway');
    return job.data.a + job.data.b;
  });
  const job = await jobs.add('sum', { a: 1, b: 2 });
  check('result', await job.waitUntilFinished(finished, 30_000), 3);
  await until('the progress came', () => progress.length === 1);
  check('progress', progress, [50]);
  check('logs', await jobs.getJobLogs(job.id), { logs: ['halfway'], count: 1 });
  check('state', await job.getState(), 'completed');
  check('counts', await jobs.getJobCounts('completed', 'failed', 'waiting', 'active', 'delayed'),
    { completed: 1, failed: 0, waiting: 0, active: 0, delayed: 0, paused: 0 });
}

async function bulk({ queue, worker }) {
  const jobs = queue('bulk');
  await jobs.addBulk(Array.from({ length: 200 }, (_, i) => ({ name: 'n', data: { i } })));
  check('waiting', await jobs.getWaitingCount(), 200);
  const seen = [];
  worker('bulk', async job => { seen.push(job.data.i); }, { concurrency: 10 });
  await until('all are completed', async () => await jobs.getCompletedCount() === 200);
  check('each once', new Set(seen).size === 200 && seen.length === 200, true);
}

async function delayed({ queue, worker }) {
  const jobs = queue('delayed');
  const seen = [];
  worker('delayed', async job => { seen.push(job.name); });
  const never = await jobs.add('promoted', {}, { delay: 3_600_000 });
  check('delayed', [await jobs.getDelayedCount(), await never.getState()], [1, 'delayed']);
  await never.promote();
  await until('it ran', () => seen.length === 1);
  const { id } = await jobs.add('later', {}, { delay: 50 });
  await until('it ran', async () => await (await jobs.getJob(id)).isCompleted());
  const later = await jobs.getJob(id);
  check('not before', later.processedOn - later.timestamp >= 50, true);
  check('order', seen, ['promoted', 'later']);
}

async function retried({ queue, worker }) {
  const jobs = queue('retried');
  const attempts = [];
  worker('retried', async job => {
    attempts.push(`${job.name} ${job.attemptsMade}`);
    if (job.name === 'hopeless')
      throw new UnrecoverableError('never');
    if (job.attemptsMade < 2)
      throw new Error('not yet');
    return 'at last';
  });
  const job = await jobs.add('stubborn', {}, { attempts: 3, backoff: { type: 'exponential', delay: 10 } });
  await until('it is completed', async () => await job.isCompleted());
  const hopeless = await jobs.add('hopeless', {}, { attempts: 3 });
  await until('it has failed', async () => await hopeless.isFailed());
  check('attempts', attempts, ['stubborn 0', 'stubborn 1', 'stubborn 2', 'hopeless 0']);
  check('why', (await jobs.getFailed())[0].failedReason, 'never');
  await jobs.retryJobs({ state: 'failed' });
  await until('it ran again', () => attempts.length === 5);
  check('retried', attempts[4].split(' ')[0], 'hopeless');
}

async function ranked({ queue, worker }) {
  const jobs = queue('ranked');
  for (const priority of [5, 1, 3])
    await jobs.add(`p${priority}`, {}, { priority });
  await jobs.add('last in', {}, { lifo: true });
  const seen = [];
  worker('ranked', async job => { seen.push(job.name); });
  await until('all ran', () => seen.length === 4);
  check('order of priorities', seen, ['last in', 'p1', 'p3', 'p5']);
}

async function limited({ queue, worker }) {
  const jobs = queue('limited');
  await jobs.addBulk(Array.from({ length: 5 }, () => ({ name: 'n', data: {} })));
  worker('limited', async () => {}, { limiter: { max: 2, duration: 3_600_000 } });
  await until('as many ran as may', async () => await jobs.getCompletedCount() === 2);
  await until('the worker knows', async () => await jobs.getActiveCount() === 0);
  check('limited', [await jobs.getRateLimitTtl(2) > 0, await jobs.getWaitingCount()], [true, 3]);
}

async function flow({ queue, flows, worker }) {
  const parents = queue('parents');
  worker('parents', async job => Object.values(await job.getChildrenValues()).reduce((sum, value) => sum + value, 0));
  worker('children', async job => job.data.value, { concurrency: 3 });
  const tree = await flows().add({
    name: 'total',
    queueName: 'parents',
    children: [1, 2, 3].map(value => ({ name: 'part', queueName: 'children', data: { value } })),
  });
  await until('the parent is completed', async () => await tree.job.isCompleted());
  check('flow', (await parents.getJob(tree.job.id)).returnvalue, 6);
  check('children', (await tree.job.getDependenciesCount()).processed, 3);
}

async function repeated({ queue, worker }) {
  const jobs = queue('repeated');
  let runs = 0;
  worker('repeated', async () => { runs++; });
  await jobs.upsertJobScheduler('every', { every: 40, limit: 3 }, { name: 'tick' });
  check('schedulers', (await jobs.getJobSchedulers()).map(item => [item.key, item.every]), [['every', 40]]);
  await until('it ran three times', () => runs >= 3);
  await jobs.upsertJobScheduler('cron', { pattern: '0 0 1 1 *', tz: 'UTC' }, { name: 'yearly' });
  check('cron', (await jobs.getJobScheduler('cron')).pattern, '0 0 1 1 *');
  check('removed', await jobs.removeJobScheduler('cron'), true);
}

async function paused({ queue, worker }) {
  const jobs = queue('paused');
  const seen = [];
  await jobs.pause();
  check('paused', await jobs.isPaused(), true);
  await jobs.add('held', {});
  worker('paused', async job => { seen.push(job.name); });
  check('held', [await jobs.getJobCountByTypes('paused'), seen.length], [1, 0]);
  await jobs.resume();
  await until('it ran', () => seen.length === 1);
  check('resumed', seen, ['held']);
}

async function removed({ queue }) {
  const jobs = queue('removed');
  await jobs.add('twice', { n: 1 }, { jobId: 'mine' });
  await jobs.add('twice', { n: 2 }, { jobId: 'mine' });
  check('same id', [await jobs.count(), (await jobs.getJob('mine')).data.n], [1, 1]);
  await jobs.add('once', {}, { deduplication: { id: 'd' } });
  await jobs.add('once', {}, { deduplication: { id: 'd' } });
  check('deduplicated', sorted((await jobs.getWaiting()).map(job => job.name)), ['once', 'twice']);
  check('removed', await jobs.remove('mine'), 1);
  await jobs.drain();
  check('drained', await jobs.count(), 0);
  await jobs.obliterate({ force: true });
  check('obliterated', await (await jobs.client).keys('bull:removed:*'), []);
}

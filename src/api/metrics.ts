import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countOpenWork } from '../store/evaluations.ts';
import { findRecentWorkers } from '../store/workers.ts';
import type { Services } from './context.ts';
import type { LiveCounts } from './live/liveCounts.ts';

/** Prometheus text at /metrics: the process, requests, and what waits to be scored. */
export function registerMetrics(app: FastifyInstance, { db, feed }: Services, live: LiveCounts): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const seconds = new Histogram({
    name: 'assay_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [register],
  });
  new Gauge({
    name: 'assay_responses_waiting',
    help: 'Responses of open evaluations that are not scored yet',
    registers: [register],
    async collect() {
      this.set(await countOpenWork(db));
    },
  });
  new Gauge({
    name: 'assay_workers',
    help: 'Workers by status',
    labelNames: ['status'],
    registers: [register],
    async collect() {
      this.reset();
      for (const worker of await findRecentWorkers(db)) this.inc({ status: worker.status });
    },
  });
  new Gauge({
    name: 'assay_subscriptions',
    help: 'Subscriptions that wait for events',
    registers: [register],
    collect() {
      this.set(feed.listening());
    },
  });
  for (const [name, help, count] of [
    ['executions', 'Events answered by executing an operation', () => live.executions],
    ['messages', 'Answers sent to subscribers', () => live.messages],
    ['cut_off', 'Connections closed since their clients did not read', () => live.cutOff],
  ] as const) {
    new Counter({
      name: `assay_subscription_${name}_total`,
      help,
      registers: [register],
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  }
  new Gauge({
    name: 'assay_subscription_waiting_bytes',
    help: 'Bytes that wait for subscribers to read',
    registers: [register],
    collect() {
      this.set(live.waiting());
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { route: request.routeOptions.url ?? 'unknown', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', async (_, reply) => reply.type(register.contentType).send(await register.metrics()));
}

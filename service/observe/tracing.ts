// Decisions as spans of whoever traces (OpenTelemetry API 1.x): an SDK that is registered in the process records them, without one they cost next to nothing.

import { context, ProxyTracerProvider, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Decided } from '../pdp/decision-point.js';

const tracer = trace.getTracer('polc');

/** `traceparent`: W3C Trace Context, of the caller. */
export function traced(traceparent: string | null, work: () => Promise<Decided>): Promise<Decided> {
  if (!isTracing()) return work();
  const parent = traceparent === null ? context.active() : propagation.extract(context.active(), { traceparent });
  return tracer.startActiveSpan('polc.decide', { kind: SpanKind.INTERNAL }, parent, async (span) => {
    try {
      const decided = await work();
      if (span.isRecording()) describe(span, decided);
      return decided;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Without an SDK there is nothing behind the API. */
function isTracing(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('polc') !== undefined;
}

/** There is no convention for decisions; agents have one (gen_ai). Nothing that a request brought as data stands in it. */
function describe(span: Span, { id, decision, request }: Decided): void {
  span.setAttributes({
    'polc.decision': decision.allowed ? 'allow' : 'deny',
    'polc.outcome': decision.outcome,
    'polc.decision_id': id,
    'polc.policy.revision': decision.revision,
  });
  if (typeof request.agent === 'string') span.setAttribute('gen_ai.agent.id', request.agent);
}

/** Encodes an OTLP/JSON trace request as protobuf, for load: field numbers of opentelemetry-proto v1.9.0, only what the load uses. */

export interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string;
}

export interface OtlpSpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: OtlpValue }[];
  readonly status: { readonly code?: number };
}

export interface OtlpRequestJson {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: OtlpSpanJson['attributes'] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly OtlpSpanJson[];
    }[];
  }[];
}

export function encodeRequest(request: OtlpRequestJson): Buffer {
  return Buffer.concat(
    request.resourceSpans.map(({ resource, scopeSpans }) =>
      message(1, [
        message(1, attributes(1, resource.attributes)),
        ...scopeSpans.map(({ scope, spans }) =>
          message(2, [
            message(1, [text(1, scope.name)]),
            ...spans.map((span) => message(2, encodeSpan(span))),
          ]),
        ),
      ]),
    ),
  );
}

function encodeSpan(span: OtlpSpanJson): Buffer[] {
  return [
    bytes(1, Buffer.from(span.traceId, 'hex')),
    bytes(2, Buffer.from(span.spanId, 'hex')),
    ...(span.parentSpanId === undefined ? [] : [bytes(4, Buffer.from(span.parentSpanId, 'hex'))]),
    text(5, span.name),
    varint(6, span.kind),
    fixed64(7, BigInt(span.startTimeUnixNano)),
    fixed64(8, BigInt(span.endTimeUnixNano)),
    ...attributes(9, span.attributes),
    message(15, (span.status.code ?? 0) === 0 ? [] : [varint(3, span.status.code ?? 0)]),
  ];
}

function attributes(field: number, list: OtlpSpanJson['attributes']): Buffer[] {
  return list.map(({ key, value }) =>
    message(field, [
      text(1, key),
      message(2, [
        value.stringValue === undefined ? varint(3, Number(value.intValue)) : text(1, value.stringValue),
      ]),
    ]),
  );
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([toVarint(field * 8 + 2), toVarint(value.length), value]);
}

function varint(field: number, value: number): Buffer {
  return Buffer.concat([toVarint(field * 8), toVarint(value)]);
}

function fixed64(field: number, value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return Buffer.concat([toVarint(field * 8 + 1), buffer]);
}

function toVarint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return Buffer.from(out);
}

/** The OpenAPI 3.1 description, made from the route table and the schemas. */
import { HTTP_STATUS, type JsonObject, type JsonValue, type TraceErrorCode } from '@tracewright/core';
import { z } from 'zod';
import { readVersion } from '../version.ts';
import { PROJECT_QUERY, type Route, ROUTES } from './routes.ts';
import { SCHEMAS } from './schemas/index.ts';

const KEY_SCHEME: JsonObject = {
  type: 'http',
  scheme: 'bearer',
  description: 'a key from `tracewright keys create`; not needed on the machine of the server',
};
/** What every route answers to those who may not ask. */
const ACCESS_ERRORS: readonly TraceErrorCode[] = ['key-invalid', 'forbidden', 'overloaded'];
const PROJECT_ERRORS: readonly TraceErrorCode[] = ['project-not-found'];

export function describeApi(): JsonObject {
  const paths: Record<string, Record<string, JsonValue>> = {};
  for (const route of ROUTES) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tracewright',
      version: readVersion(),
      description: 'Runs of agents: what happened, and where it first went wrong.',
    },
    paths,
    components: { schemas: describeSchemas(), securitySchemes: { key: KEY_SCHEME } },
  };
}

function describeRoute(route: Route): JsonObject {
  const parameters = [
    ...Object.entries(route.parameters ?? {}).map(([name, { type, description }]) => ({
      name,
      in: 'path',
      required: true,
      description,
      schema: { type },
    })),
    ...Object.entries(queryOf(route)).map(([name, { type, description }]) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema: { type },
    })),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    // Either works: nothing on the server's own machine, a key with this scope from elsewhere.
    security: [{}, { key: [route.scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: describeBody(route.body) }),
    responses: {
      '200': describeAnswer(route),
      ...describeErrors(route),
    },
  };
}

function describeAnswer({ answer, events }: Route): JsonObject {
  if (events !== undefined)
    return { description: events, content: { 'text/event-stream': { schema: { type: 'string' } } } };
  const schema: JsonObject = answer === undefined ? { type: 'object' } : reference(answer);
  return { description: 'OK', content: { 'application/json': { schema } } };
}

function queryOf({ query = {}, isGlobal }: Route): NonNullable<Route['query']> {
  return isGlobal === true ? query : { ...query, project: PROJECT_QUERY };
}

function describeBody(body: NonNullable<Route['body']>): JsonObject {
  if (body.kind === 'json')
    return { required: true, content: { 'application/json': { schema: reference(body.schema) } } };
  const files = {
    type: 'array',
    items: { type: 'string', contentMediaType: 'application/octet-stream' },
    description: body.description,
  };
  const flags = Object.entries(body.flags).map(([name, description]): [string, JsonObject] => [
    name,
    { type: 'string', enum: ['true', 'false'], description },
  ]);
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: [body.field],
          properties: { [body.field]: files, ...Object.fromEntries(flags) },
        },
      },
    },
  };
}

function describeErrors(route: Route): JsonObject {
  const codes = new Map<number, string[]>();
  const own = route.isGlobal === true ? route.errors : [...route.errors, ...PROJECT_ERRORS];
  for (const code of [...own, ...ACCESS_ERRORS])
    codes.set(HTTP_STATUS[code], [...(codes.get(HTTP_STATUS[code]) ?? []), code]);
  return Object.fromEntries(
    [...codes].map(([status, names]) => [
      String(status),
      { description: names.join(', '), content: { 'application/json': { schema: reference('Error') } } },
    ]),
  );
}

function reference(name: string): JsonObject {
  if (name.endsWith('[]')) return { type: 'array', items: reference(name.slice(0, -2)) };
  return { $ref: `#/components/schemas/${name}` };
}

function describeSchemas(): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io: 'output',
  });
  // A JSON Schema is a JSON value; zod's type is merely wider.
  const described = JSON.parse(JSON.stringify(schemas)) as Record<string, Record<string, JsonValue>>;
  return Object.fromEntries(
    Object.entries(described).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}

/**
 * Pictures whose bytes stand in a log: kept as data URLs, so that they can be looked at; nothing is fetched from anywhere.
 *
 * Source: Anthropic `source: {type: "base64", media_type, data}`, OpenAI `image_url` (a text, or an object with `url`), MCP image content
 * (`data`, `mimeType`), Vercel AI SDK tool outputs (`media`, `image-data`, `file-data` with `mediaType`), OpenTelemetry GenAI parts of type `blob` (`mime_type`, `content`).
 */
import { isJsonObject, type JsonObject, type JsonValue, type MediaPart } from '@tracewright/core';
import { findText } from '../reading/json-text.ts';

/** Of larger ones only what describes them is kept, characters of base64: 1.5 MB of a picture. */
const LONGEST = 2_000_000;
/** What browsers show and what runs nothing: no SVG. */
const SHOWN = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;
const DATA_URL = /^data:([^;,]*)(?:;[^,]*)?,/;

/** The part for a medium: a picture with its bytes where they are small enough, else what describes it. */
export function toMediaPart(facts: {
  readonly modality: string;
  readonly mimeType: string | undefined;
  /** Where it lies, or a data URL. */
  readonly uri: string | undefined;
  /** Base64. */
  readonly data: string | undefined;
}): MediaPart {
  const inline = DATA_URL.exec(facts.uri ?? '');
  const data = facts.data ?? (inline === null ? undefined : facts.uri?.slice(inline[0].length));
  const mimeType = facts.mimeType ?? (inline?.[1] === '' ? undefined : inline?.[1]);
  const isKept = data !== undefined && data.length <= LONGEST && SHOWN.test(mimeType ?? '');
  const kept = isKept ? `data:${mimeType};base64,${data}` : undefined;
  const uri = inline === null ? (facts.uri ?? kept) : kept;
  return {
    type: 'media',
    modality: facts.modality,
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(uri === undefined ? {} : { uri }),
    ...(data === undefined ? {} : { sizeBytes: sizeOf(data) }),
  };
}

function sizeOf(base64: string): number {
  return Math.floor((base64.length - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0)) * 0.75);
}

/** A tool's result apart from the pictures in it, which stand there described. */
export function takePictures(content: JsonValue): {
  readonly content: JsonValue;
  readonly pictures: readonly MediaPart[];
} {
  if (isJsonObject(content) && Array.isArray(content['content'])) {
    // As MCP answers.
    const inner = takePictures(content['content']);
    return inner.pictures.length === 0
      ? { content, pictures: [] }
      : { ...inner, content: { ...content, content: inner.content } };
  }
  if (!Array.isArray(content)) return { content, pictures: [] };
  const pictures: MediaPart[] = [];
  const blocks = (content as readonly JsonValue[]).map((block): JsonValue => {
    const picture = isJsonObject(block) ? readPicture(block) : undefined;
    if (picture === undefined) return block;
    const { uri, ...described } = picture;
    pictures.push(picture);
    return uri?.startsWith('data:') === false ? { ...described, uri } : described;
  });
  return { content: pictures.length === 0 ? content : blocks, pictures };
}

/** One block of a result; undefined where it is no picture with its bytes. */
function readPicture(block: JsonObject): MediaPart | undefined {
  const { type, source, image_url: image } = block;
  if (type === 'media' && block['modality'] === 'image') {
    const uri = findText(block, 'uri');
    return uri === undefined
      ? undefined
      : toMediaPart({ modality: 'image', mimeType: findText(block, 'mimeType'), uri, data: undefined });
  }
  if (type === 'blob' && block['modality'] === 'image')
    return toMediaPart({
      modality: 'image',
      mimeType: findText(block, 'mime_type'),
      uri: undefined,
      data: findText(block, 'content'),
    });
  const mediaType = findText(block, 'mediaType');
  if ((type === 'media' || type === 'file-data') && mediaType?.startsWith('image/') === true)
    return toMediaPart({
      modality: 'image',
      mimeType: mediaType,
      uri: undefined,
      data: findText(block, 'data'),
    });
  if (type !== 'image' && type !== 'image-data' && type !== 'image_url' && type !== 'input_image')
    return undefined;
  const inner = isJsonObject(source) ? source : isJsonObject(image) ? image : block;
  const data = findText(inner, 'data');
  const uri = findText(inner, 'url') ?? (typeof image === 'string' ? image : undefined);
  if (data === undefined && uri === undefined) return undefined;
  return toMediaPart({
    modality: 'image',
    mimeType: findText(inner, 'media_type', 'mimeType', 'mediaType'),
    uri,
    data,
  });
}

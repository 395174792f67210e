import type { MessagePart } from '@tracewright/core';

/** The part with the small texts beside its content mapped: names of tools and blocks, kinds of media, ids. Itself when none changes. */
export function mapPartNames(
  part: MessagePart,
  mapName: (name: string) => string,
  mapId: (id: string) => string,
): MessagePart {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part;
    case 'tool_call': {
      const name = mapName(part.name);
      const id = part.id === undefined ? undefined : mapId(part.id);
      return name === part.name && id === part.id
        ? part
        : { ...part, name, ...(id === undefined ? {} : { id }) };
    }
    case 'tool_call_response': {
      const id = part.id === undefined ? undefined : mapId(part.id);
      return id === undefined || id === part.id ? part : { ...part, id };
    }
    case 'media': {
      const modality = mapName(part.modality);
      const mimeType = part.mimeType === undefined ? undefined : mapName(part.mimeType);
      return modality === part.modality && mimeType === part.mimeType
        ? part
        : { ...part, modality, ...(mimeType === undefined ? {} : { mimeType }) };
    }
    case 'other': {
      const name = mapName(part.name);
      return name === part.name ? part : { ...part, name };
    }
  }
}

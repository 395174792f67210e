import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Layout } from './layout-graph.ts';

/** The picture is moved by x and y and then enlarged. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.1;
const LARGEST = 3;
/** A picture that fits only smaller than this is fitted by its width. */
const READABLE = 0.75;
const STEP = 1.25;

export interface ViewportControl {
  readonly viewport: Viewport;
  readonly zoom: (factor: number) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly fit: () => void;
  /** Moves a part of the picture into sight, if it is not. */
  readonly reveal: (part: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }) => void;
}

/** Pan and zoom of a picture in a box: by wheel and by dragging here, by keys and buttons through what is returned. */
export function useViewport(
  box: RefObject<SVGSVGElement | null>,
  layout: Layout | undefined,
): ViewportControl {
  const [viewport, setViewport] = useState<Viewport>({ x: 0, y: 0, scale: 1 });
  const isMoved = useRef(false);
  const fit = useCallback(() => {
    const rect = box.current?.getBoundingClientRect();
    if (rect === undefined || layout === undefined || layout.width === 0) return;
    isMoved.current = false;
    setViewport(fitIn(rect, layout));
  }, [box, layout]);

  const zoomAt = useCallback((factor: number, at: { readonly x: number; readonly y: number }) => {
    isMoved.current = true;
    setViewport(({ x, y, scale }) => {
      const next = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
      const ratio = next / scale;
      return { x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio, scale: next };
    });
  }, []);

  const pan = useCallback((dx: number, dy: number) => {
    isMoved.current = true;
    setViewport(({ x, y, scale }) => ({ x: x + dx, y: y + dy, scale }));
  }, []);

  // What is new is seen whole, unless the reader has found a place of their own.
  useEffect(() => {
    if (!isMoved.current) fit();
  }, [fit]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (!isMoved.current) fit();
    });
    observer.observe(element);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY;
      zoomAt(Math.exp(-pixels / 500), { x: event.clientX - rect.left, y: event.clientY - rect.top });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, [box, fit, zoomAt]);

  return {
    viewport,
    pan,
    fit,
    zoom: useCallback(
      (steps) => {
        const rect = box.current?.getBoundingClientRect();
        zoomAt(STEP ** steps, { x: (rect?.width ?? 0) / 2, y: (rect?.height ?? 0) / 2 });
      },
      [box, zoomAt],
    ),
    reveal: useCallback(
      (part) => {
        const rect = box.current?.getBoundingClientRect();
        if (rect !== undefined) setViewport((before) => bringInto(rect, before, part));
      },
      [box],
    ),
  };
}

function fitIn(rect: DOMRect, { width, height }: Layout): Viewport {
  const whole = Math.min(rect.width / width, rect.height / height, 1.1);
  const scale = whole >= READABLE ? whole : Math.max(SMALLEST, Math.min(READABLE, rect.width / width));
  return { x: (rect.width - width * scale) / 2, y: Math.max(0, (rect.height - height * scale) / 2), scale };
}

const MARGIN = 24;

function bringInto(
  rect: DOMRect,
  { x, y, scale }: Viewport,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Viewport {
  const shift = (start: number, size: number, offset: number, room: number): number => {
    const low = start * scale + offset;
    const high = low + size * scale;
    if (low < MARGIN) return MARGIN - low;
    return high > room - MARGIN ? room - MARGIN - high : 0;
  };
  return {
    x: x + shift(part.x, part.width, x, rect.width),
    y: y + shift(part.y, part.height, y, rect.height),
    scale,
  };
}

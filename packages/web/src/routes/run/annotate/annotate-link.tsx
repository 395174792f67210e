import './annotate.css';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';

/** Switches the mode in which the run is marked. */
export function AnnotateLink(): ReactNode {
  const isOn = new URLSearchParams(useSearch()).has('annotate');
  const [path, navigate] = useLocation();
  return (
    <button
      type="button"
      className="button annotate-link"
      aria-pressed={isOn}
      title="Annotate (a)"
      onClick={() => navigate(`${path}${isOn ? '' : '?annotate'}${window.location.hash}`, { replace: true })}
    >
      Annotate
    </button>
  );
}

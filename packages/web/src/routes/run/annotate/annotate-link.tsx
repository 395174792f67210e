import './annotate.css';
import type { ReactNode } from 'react';
import { Button } from '../../../design/button.tsx';
import { useLocation, useSearch } from 'wouter';

/** Switches the mode in which the run is marked. */
export function AnnotateLink(): ReactNode {
  const isOn = new URLSearchParams(useSearch()).has('annotate');
  const [path, navigate] = useLocation();
  return (
    <Button
      className="annotate-link"
      aria-pressed={isOn}
      tip="Annotate (a)"
      onClick={() => navigate(`${path}${isOn ? '' : '?annotate'}${window.location.hash}`, { replace: true })}
    >
      Annotate
    </Button>
  );
}

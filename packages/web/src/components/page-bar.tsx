import '../design/button.css';
import './page-bar.css';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useImport } from '../import/import-context.ts';
import { KeySheet } from '../keyboard/key-sheet.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import { ProjectPicker } from '../project/project-picker.tsx';
import { useTheme } from '../design/theme.ts';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { PageLinks } from './page-links.tsx';

const THEME_LABEL = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' } as const;

/** The bar on top of every page; the children say where one is. */
export function PageBar({ children }: { readonly children?: ReactNode }): ReactNode {
  const { theme, toggle } = useTheme();
  const { chooseFiles } = useImport();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [, navigate] = useLocation();
  useKeys({ '?': () => setSheetOpen(true), f: () => navigate('/search') });
  return (
    <>
      <header className="page-bar">
        <Link href="/" className="page-bar-name">
          <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
            <path
              d="M4 8h15M11 16h17M4 24h11"
              stroke="currentColor"
              strokeWidth="3.4"
              strokeLinecap="round"
            />
            <circle className="page-bar-dot" cx="24" cy="24" r="3.6" />
          </svg>
          <span className="page-bar-word">Tracewright</span>
        </Link>
        <PageLinks />
        <div className="page-bar-place">{children}</div>
        <div className="page-bar-actions">
          <ProjectPicker />
          <Button onClick={chooseFiles}>
            <Icon name="upload" />
            <span className="page-bar-word">Import</span>
          </Button>
          <IconButton icon={theme} label={THEME_LABEL[theme]} onClick={toggle} />
          <IconButton icon="keys" label="Keys" tip="Keys (?)" onClick={() => setSheetOpen(true)} />
        </div>
      </header>
      {isSheetOpen && <KeySheet onClose={() => setSheetOpen(false)} />}
    </>
  );
}

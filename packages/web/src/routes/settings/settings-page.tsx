import './settings-page.css';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { PageBar } from '../../components/page-bar.tsx';
import { AboutSection } from './about-section.tsx';
import { ImportSection } from './import-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { ProjectsSection } from './projects-section.tsx';
import { RedactionSection } from './redaction-section.tsx';
import { RetentionSection } from './retention-section.tsx';
import { StorageSection } from './storage-section.tsx';

const SECTIONS = [
  { name: 'projects', title: 'Projects', render: () => <ProjectsSection /> },
  { name: 'keys', title: 'Keys', render: () => <KeysSection /> },
  { name: 'redaction', title: 'Redaction', render: () => <RedactionSection /> },
  { name: 'retention', title: 'Retention', render: () => <RetentionSection /> },
  { name: 'storage', title: 'Storage', render: () => <StorageSection /> },
  { name: 'import', title: 'Import', render: () => <ImportSection /> },
  { name: 'about', title: 'About', render: () => <AboutSection /> },
] as const;

/** What is kept, for how long, who may see it, and how large is it? */
export function SettingsPage({ section = 'projects' }: { readonly section: string | undefined }): ReactNode {
  const shown = SECTIONS.find(({ name }) => name === section);
  const title = shown?.title ?? 'Settings';
  useEffect(() => {
    document.title = `${title} · Tracewright`;
  }, [title]);
  return (
    <>
      <PageBar />
      <main className="settings">
        <h1 className="visually-hidden">Settings</h1>
        <nav className="settings-nav" aria-label="Settings">
          {SECTIONS.map(({ name, title: linkTitle }) => (
            <Link
              key={name}
              href={`/settings/${name}`}
              aria-current={name === shown?.name ? 'page' : undefined}
            >
              {linkTitle}
            </Link>
          ))}
        </nav>
        {shown === undefined ? (
          <p>
            There are no such settings. <Link href="/settings/projects">Projects</Link>
          </p>
        ) : (
          <div className="settings-section">
            <h2>{shown.title}</h2>
            {shown.render()}
          </div>
        )}
      </main>
    </>
  );
}

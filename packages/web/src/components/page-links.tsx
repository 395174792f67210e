import './page-links.css';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

/** The screens that one goes to from anywhere. */
const LINKS: readonly { readonly href: string; readonly title: string }[] = [
  { href: '/', title: 'Runs' },
  { href: '/search', title: 'Search' },
  { href: '/compare', title: 'Compare' },
  { href: '/overview', title: 'Overview' },
  { href: '/map', title: 'Map' },
  { href: '/patterns', title: 'Patterns' },
  { href: '/live', title: 'Live' },
  { href: '/settings', title: 'Settings' },
];

/** A section of a screen is on the screen. */
function isAt(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`));
}

export function PageLinks(): ReactNode {
  const [path] = useLocation();
  return (
    <nav className="page-links" aria-label="Screens">
      {LINKS.map(({ href, title }) => (
        <Link key={href} href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}

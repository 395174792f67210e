import './button.css';
import type { ReactNode } from 'react';
import { Button as AriakitButton, type ButtonProps as AriakitButtonProps } from '@ariakit/react/button';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

const KINDS = {
  plain: 'button',
  /** What a form or a page is there for; one at a time. */
  primary: 'button button-primary',
  danger: 'button button-danger',
  /** Beside text, as quiet as a link. */
  text: 'text-button',
  /** On or off, with `aria-pressed`, or one of a row of small ones. */
  chip: 'chip',
} as const;

interface ButtonProps extends AriakitButtonProps {
  readonly kind?: keyof typeof KINDS;
  /** What it does beyond its name, or why it cannot be pressed: shown by pointer and keyboard, and read out. */
  readonly tip?: string | undefined;
}

export function Button({ kind = 'plain', tip, className, ...props }: ButtonProps): ReactNode {
  const button = (
    <AriakitButton
      {...props}
      // Whoever wants to know why must be able to get there.
      accessibleWhenDisabled={tip !== undefined}
      className={className === undefined ? KINDS[kind] : `${KINDS[kind]} ${className}`}
    />
  );
  return tip === undefined ? button : <Tooltip text={tip}>{button}</Tooltip>;
}

interface IconButtonProps extends Omit<AriakitButtonProps, 'aria-label' | 'children'> {
  readonly icon: IconName;
  /** Its name, which the icon only hints at: shown by pointer and keyboard. */
  readonly label: string;
  /** Shown in place of the name, where there is more to say than that: a key. */
  readonly tip?: string;
  readonly size?: 'medium' | 'small';
}

export function IconButton({
  icon,
  label,
  tip,
  size = 'medium',
  className = '',
  ...props
}: IconButtonProps): ReactNode {
  return (
    <Tooltip text={tip ?? label} isName={tip === undefined}>
      <AriakitButton
        {...props}
        aria-label={label}
        className={`icon-button ${size === 'small' ? 'icon-button-small' : ''} ${className}`}
      >
        <Icon name={icon} />
      </AriakitButton>
    </Tooltip>
  );
}
